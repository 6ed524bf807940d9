"""What matching and valuation keep: valuations of achievements, and the log of what was shown."""

from __future__ import annotations

from heliu.catalog.choices import Tier
from heliu.matching.outcomes.models import ShownAnswer, ShownResult
from heliu.valuation.tests.factories import valued

from .setting import ACTING, TRUSTED, Part, Setting


def valuations(setting: Setting) -> Part:
    """One of an achievement that everybody reads, one of a confidential one."""
    made = [
        valued(setting.author, setting.records["achievement", tier], "cost", name=f"qzvaluation{tier}", note="")
        for tier in (Tier.PUBLIC, Tier.CONFIDENTIAL)
    ]
    return Part(
        {"qzvaluationpublic": ACTING, "qzvaluationconfidential": TRUSTED}, {"/valuations/": [one.pk for one in made]}
    )


def shown_answers(setting: Setting) -> Part:
    """One answer of the home page in which a record on request stood."""
    answer = ShownAnswer.objects.create(
        place="home", asker="visitor", need="qz", profile="default", ranking="", index_version="1", semantic=False,
        abstained=False,
    )  # fmt: skip
    record = setting.records["achievement", Tier.ON_REQUEST]
    ShownResult.objects.create(
        answer=answer, kind="achievement", object_id=record.pk, version=1, position=1, propensity=1.0, score=0.5
    )
    open_record = setting.records["achievement", Tier.PUBLIC].pk
    question = f"?demand={setting.records['demand', Tier.PUBLIC].pk}"
    return Part(
        places={"/drift/answers/": [answer.pk], "/match/results/": [f"{answer.pk.hex}-1"]},
        starts=[
            f"/why-not/{question}&record=achievement:{open_record}",
            f"/api/v1/why-not{question}&kind=achievement&record={open_record}",
        ],
    )
