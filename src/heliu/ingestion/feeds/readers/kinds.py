"""The kinds of sources that there are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heliu.ingestion.connectors.crossref import CrossrefConnector
from heliu.ingestion.connectors.oai import OaiConnector
from heliu.ingestion.connectors.openalex import OpenAlexConnector
from heliu.ingestion.connectors.ror import RorConnector
from heliu.ingestion.feeds.choices import ItemKind
from heliu.ingestion.feeds.readers.base import Reader, Setting, register_reader
from heliu.ingestion.feeds.readers.connected import connected
from heliu.ingestion.feeds.readers.folders import FOLDER
from heliu.ingestion.feeds.readers.pages import PAGES

_MAIL = Setting(
    "mailto", _("E-mail address for the source"),
    _("The source wants to know whom it can write to when requests cause trouble."), required=True,
)  # fmt: skip


def _oai() -> Reader:
    return connected(
        OaiConnector(), label=_("OAI-PMH"), help=_("Repositories of universities and libraries."),
        item_kinds=(ItemKind.ACHIEVEMENT, ItemKind.DEMAND), takes_kind=True,
        settings=(
            Setting("prefix", _("Metadata format"), _("oai_dc, unless the repository offers a better one.")),
            Setting("set", _("Set"), _("Only the records of this set; empty: all.")),
            Setting("from", _("From day"), _("Such as 2024-01-01; empty: from the beginning.")),
            Setting("until", _("Until day")),
        ),
    )  # fmt: skip


def _openalex() -> Reader:
    return connected(
        OpenAlexConnector(), label="OpenAlex", help=_("Works, authors and institutions of the open index of research."),
        item_kinds=(ItemKind.ACHIEVEMENT, ItemKind.EXPERT, ItemKind.ORGANISATION), needs_place=False,
        settings=(
            Setting("entities", _("Entities"), _("works, authors or institutions.")),
            Setting("filter", _("Filter"), _("As OpenAlex writes it: institutions.ror:013meh722"), required=True),
            _MAIL,
            Setting("api_key", _("Key"), _("If you have one.")),
        ),
    )  # fmt: skip


def _ror() -> Reader:
    return connected(
        RorConnector(), label="ROR", help=_("The register of research organisations."),
        item_kinds=(ItemKind.ORGANISATION,), needs_place=False,
        settings=(
            Setting("query", _("Words"), _("Of the name, for example.")),
            Setting("filter", _("Filter"), _("As ROR writes it; empty: country.country_code:CN")),
        ),
    )  # fmt: skip


def _crossref() -> Reader:
    return connected(
        CrossrefConnector(), label="Crossref", help=_("Works with a DOI."), item_kinds=(ItemKind.ACHIEVEMENT,),
        needs_place=False,
        settings=(
            Setting("query", _("Words")),
            Setting("filter", _("Filter"), _("As Crossref writes it: ror-id:013meh722")),
            _MAIL,
        ),
    )  # fmt: skip


def register() -> None:
    """Called once, when the application is ready."""
    for reader in (PAGES, FOLDER, _oai(), _openalex(), _ror(), _crossref()):
        register_reader(reader)
