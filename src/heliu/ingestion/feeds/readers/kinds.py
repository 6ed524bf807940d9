"""The kinds of sources that there are."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heliu.ingestion.connectors.registry import CONNECTORS
from heliu.ingestion.feeds.choices import ItemKind
from heliu.ingestion.feeds.readers.base import Reader, Setting, SettingKind, register_reader
from heliu.ingestion.feeds.readers.connected import connected
from heliu.ingestion.feeds.readers.folders import FOLDER, MAPPING_OF_COLUMNS, MAPPING_OF_PATHS
from heliu.ingestion.feeds.readers.formats import MAPPED
from heliu.ingestion.feeds.readers.pages import PAGES

_MAIL = Setting(
    "mailto", _("E-mail address for the source"),
    _("The source wants to know whom it can write to when requests cause trouble."), required=True,
)  # fmt: skip


def _oai() -> Reader:
    return connected(
        CONNECTORS["oai"], label="OAI-PMH", help=_("Repositories of universities and libraries."),
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
        CONNECTORS["openalex"], label="OpenAlex",
        help=_("Works, authors and institutions of the open index of research."),
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
        CONNECTORS["ror"], label="ROR", help=_("The register of research organisations."),
        item_kinds=(ItemKind.ORGANISATION,), needs_place=False,
        settings=(
            Setting("query", _("Search words"), _("Of the name, for example.")),
            Setting("filter", _("Filter"), _("As ROR writes it; empty: country.country_code:CN")),
        ),
    )  # fmt: skip


def _crossref() -> Reader:
    return connected(
        CONNECTORS["crossref"], label="Crossref", help=_("Works with a DOI."), item_kinds=(ItemKind.ACHIEVEMENT,),
        needs_place=False,
        settings=(
            Setting("query", _("Search words")),
            Setting("filter", _("Filter"), _("As Crossref writes it: ror-id:013meh722")),
            _MAIL,
        ),
    )  # fmt: skip


def _patents() -> Reader:
    return connected(
        CONNECTORS["patents"], label=_("Patents in XML (EPO, USPTO)"),
        help=_("A file of the offices' XML at an address."),
        item_kinds=(ItemKind.ACHIEVEMENT,),
    )  # fmt: skip


def _json() -> Reader:
    return connected(
        CONNECTORS["json"], label=_("JSON with a mapping"),
        help=_("The interface of any local system that answers in JSON."),
        item_kinds=MAPPED, takes_kind=True, gives_all=lambda settings: not settings.get("since_parameter"),
        settings=(
            Setting("list", _("Path to the list"), _("Such as data.items; empty: the answer is the list.")),
            Setting("mapping", _("Mapping"), MAPPING_OF_PATHS, SettingKind.MAP, required=True),
            Setting("next", _("Path to the next page"), _("Where the answer holds its address.")),
            Setting("page_parameter", _("Number of the page"), _("The name that counts pages in the address.")),
            Setting("first_page", _("First page"), _("0 or 1.")),
            Setting("since_parameter", _("Parameter of the day"), _("The name in the address that takes a day.")),
        ),
    )  # fmt: skip


def _table() -> Reader:
    return connected(
        CONNECTORS["table"], label=_("CSV or Excel table"),
        help=_("A table at an address; columns are recognised by name."),
        item_kinds=MAPPED, takes_kind=True, gives_all=lambda settings: True,
        settings=(
            Setting("mapping", _("Mapping"), MAPPING_OF_COLUMNS, SettingKind.MAP),
        ),
    )  # fmt: skip


def _list() -> Reader:
    return connected(
        CONNECTORS["list"], label=_("Feed, sitemap or page of links"), item_kinds=(ItemKind.PAGE,),
        help=_("RSS, Atom, sitemaps, pages of links: each page that they name becomes a finding."),
        settings=(
            Setting("shape", _("Shape"), _("feed, sitemap or links; empty: it is looked at.")),
            Setting("match", _("Only addresses like"), _("One a line, with * for anything."), SettingKind.LINES),
            Setting("hosts", _("Other hosts"), _("any: links to other hosts too; empty: the same host only.")),
        ),
    )  # fmt: skip


def register() -> None:
    """Called once, when the application is ready."""
    web = (PAGES, _list(), FOLDER, _json(), _table())
    for reader in (*web, _oai(), _openalex(), _ror(), _crossref(), _patents()):
        register_reader(reader)
