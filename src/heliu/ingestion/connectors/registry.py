"""All connectors, by the kind that a source names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heliu.ingestion.connectors.base import Connector, FileConnector
from heliu.ingestion.connectors.crossref import CrossrefConnector
from heliu.ingestion.connectors.lists import ListConnector
from heliu.ingestion.connectors.mapped_json import MappedJsonConnector
from heliu.ingestion.connectors.mapped_tables import MappedTableConnector
from heliu.ingestion.connectors.oai import OaiConnector
from heliu.ingestion.connectors.openalex import OpenAlexConnector
from heliu.ingestion.connectors.patents import PatentsConnector
from heliu.ingestion.connectors.ror import RorConnector

LABELS = {
    "oai": _("OAI-PMH repository"),
    "openalex": _("OpenAlex"),
    "ror": _("ROR, research organisations"),
    "crossref": _("Crossref"),
    "patents": _("Patents in XML (EPO, USPTO)"),
    "json": _("JSON with a mapping"),
    "table": _("CSV or Excel table"),
    "list": _("Feed, sitemap or page of links"),
}
"""Kind → name for people."""

FILE_CONNECTORS: dict[str, FileConnector] = {
    "ror": RorConnector(),
    "patents": PatentsConnector(),
    "json": MappedJsonConnector(),
    "table": MappedTableConnector(),
}
"""Those that read files too. They keep nothing, so one of each is enough."""

CONNECTORS: dict[str, Connector] = {
    "oai": OaiConnector(),
    "openalex": OpenAlexConnector(),
    "crossref": CrossrefConnector(),
    "list": ListConnector(),
    **FILE_CONNECTORS,
}
"""Kind → connector."""
