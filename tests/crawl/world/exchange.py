"""What goes out of the region: items, tombstones, and the files of one night."""

from __future__ import annotations

from heliu.exchange.actions import rebuild
from heliu.exchange.choices import SETS
from heliu.exchange.dumps import NAMES, write_dump
from heliu.exchange.models import Exposure
from heliu.exchange.oai.arguments import VERBS
from heliu.exchange.oai.formats import FORMATS
from heliu.exchange.site import repository_id
from heliu.exchange.sitemaps import SITEMAPS

from .setting import Part, Setting


def going_out(setting: Setting) -> Part:
    """Everything compared once, and a dump; the questions of a harvester are asked by everybody."""
    rebuild()
    write_dump()
    some = Exposure.objects.exclude(deleted=True).order_by("entity", "pk").values_list("identifier", flat=True)
    names = [f"oai:{repository_id()}:{identifier}" for identifier in some]
    questions = ["?verb=Identify", "?verb=ListSets", "?verb=ListMetadataFormats"]
    for prefix in FORMATS:
        questions += [f"?verb=ListRecords&metadataPrefix={prefix}&set={name}" for name in SETS]
        questions += [f"?verb=GetRecord&metadataPrefix={prefix}&identifier={name}" for name in names]
    assert all(any(verb in question for question in questions) for verb in VERBS if verb != "ListIdentifiers")
    return Part(
        places={
            "/data/records.": list(NAMES),
            "/sitemap-": list(SITEMAPS),
            "/linked/": ["achievement"],
            "/linked/{}/": [record.pk for (kind, _tier), record in setting.records.items() if kind == "achievement"],
        },
        starts=[f"/oai{question}" for question in questions],
    )
