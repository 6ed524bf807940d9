"""Pairs of records that may be one, of every sort that somebody may see; a merge; another name of the owner."""

from __future__ import annotations

from django.utils import timezone

from heliu.accounts.tests.factories import fresh
from heliu.catalog.choices import State, Tier
from heliu.catalog.tests.factories import make_record
from heliu.identity.actions import add_name, merge_pair
from heliu.identity.choices import DuplicateState, Side
from heliu.identity.tests.factories import pair_of

from .setting import ACTING, GUEST, MEMBERS, OWNERS, REVIEWERS, Part, Setting


def pairs(setting: Setting) -> Part:
    """What is said of a pair is told to whom both are open: of confidential records to the owner's members alone."""
    own = {"organisation": setting.owner, "created_by": setting.author, "title_en": ""}
    guest = {"organisation": setting.home(GUEST), "title_en": ""}
    sorts = {
        "qzpairsecret": (own | {"tier": Tier.CONFIDENTIAL}, own | {"tier": Tier.CONFIDENTIAL}, MEMBERS),
        "qzpairdraft": (own | {"state": State.DRAFT}, own | {"state": State.DRAFT}, ACTING),
        "qzpairpublic": (own, guest, MEMBERS | GUEST | REVIEWERS),
    }
    made = []
    for mark, (one, other, _people) in sorts.items():
        reason = mark.replace("pair", "reason")
        records = make_record("demand", title_zh="对照甲", **one), make_record("demand", title_zh="对照乙", **other)
        made.append(
            pair_of(
                *records, note=mark, state=DuplicateState.APART, decided_at=timezone.now(),
                reasons=[{"nature": "names", "agrees": True, "left": reason, "right": "", "share": None}],
            )
        )  # fmt: skip
    open_pair = pair_of(*(make_record("demand", title_zh="对照丙", **own, state=State.DRAFT) for _ in range(2)))
    told = {mark: people for mark, (_one, _other, people) in sorts.items()}
    return Part(
        told | {mark.replace("pair", "reason"): people for mark, people in told.items()},
        {
            "/duplicates/": [*(one.duplicate.pk for one in made), open_pair.duplicate.pk],
            "/records/{}/{}/same/": [open_pair.left.pk],
        },
    )  # fmt: skip


def merges(setting: Setting) -> Part:
    """Two drafts of the owner that became one."""
    own = {"organisation": setting.owner, "created_by": setting.author, "title_en": "", "state": State.DRAFT}
    kept, gone = (make_record("expert", title_zh=f"qzmerge{word}", **own) for word in ("kept", "gone"))
    actor = fresh(setting.author)
    merge = merge_pair(actor=actor, pair=pair_of(kept, gone), keep=Side.LEFT, choices={}, versions=(1, 1))
    return Part(
        dict.fromkeys(("qzmergekept", "qzmergegone"), ACTING),
        {"/merges/": [merge.pk], "/experts/": [kept.pk, gone.pk]},
    )  # fmt: skip


def names(setting: Setting) -> Part:
    """A name that everybody may read, and that its owners and reviewers change."""
    name = add_name(actor=fresh(setting.one(OWNERS)), organisation=setting.owner, name="示例铸造", source="主体自述")
    return Part({}, {"/organisation-names/": [name.pk]}, starts=["/api/v1/organisation-names/resolve/?name=示例铸造"])
