"""What people keep for themselves: searches with their alerts, and bookmarks."""

from __future__ import annotations

from heliu.catalog.choices import Tier
from heliu.interest.alerts.models import Alert, Digest
from heliu.interest.bookmarks.actions import add_bookmark
from heliu.interest.searches.actions import save_search

from .setting import Part, Setting

KEEPER = frozenset({"member of a verified organisation"})


def searches(setting: Setting) -> Part:
    """A list of somebody with an alert and a digest, and an alert of a record of the owner."""
    actor = setting.one(KEEPER)
    found = save_search(actor=actor, place="achievement", name="qzsearch", filters={"q": ["qzfilter"]})
    record = setting.records["achievement", Tier.PUBLIC]
    Alert.objects.create(search=found, kind="achievement", object_id=record.pk)
    Digest.objects.create(search=found, recipient=actor, counts={"achievement": 1})
    demand = setting.records["demand", Tier.PUBLIC]
    alert = Alert.objects.create(own_kind="demand", own_id=demand.pk, kind="achievement", object_id=record.pk, level=4)
    return Part(
        {"qzsearch": KEEPER, "qzfilter": KEEPER},
        {
            "/searches/": [found.pk], "/saved-searches/": [found.pk],
            "/alerts/": ["demand"], "/alerts/{}/": [demand.pk, alert.pk],
        },
        starts=["/searches/new/?place=achievement&q=铸件"],
    )  # fmt: skip


def bookmarks(setting: Setting) -> Part:
    """Two records that somebody keeps, with their own words."""
    records = [setting.records["achievement", tier] for tier in (Tier.PUBLIC, Tier.ON_REQUEST)]
    kept = [
        add_bookmark(actor=setting.one(KEEPER), record=record, label=f"qzlabel{record.pk}", note=f"qzkept{record.pk}")
        for record in records
    ]
    marks = [f"qz{word}{record.pk}" for word in ("label", "kept") for record in records]
    return Part(
        dict.fromkeys(marks, KEEPER),
        {"/bookmarks/": [*(one.pk for one in kept), "achievement"], "/bookmarks/{}/": [one.pk for one in records]},
    )
