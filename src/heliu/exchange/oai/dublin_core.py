"""An item in unqualified Dublin Core, the one format that every provider speaks."""

from __future__ import annotations

from django.conf import settings

from heliu.exchange.choices import Entity
from heliu.exchange.items.texts import ILLUSTRATIVE, in_order
from heliu.exchange.models import Exposure
from heliu.exchange.oai.xml import Element, add, add_each, root
from heliu.exchange.site import repository_id
from heliu.kit.site import absolute

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
TYPES = {
    Entity.PRODUCT: "Technology", Entity.PATENT: "Patent", Entity.PUBLICATION: "Publication",
    Entity.PERSON: "Person", Entity.ORGUNIT: "Organisation", Entity.PROJECT: "Project", Entity.DEMAND: "Demand",
}  # fmt: skip


def write(exposure: Exposure) -> Element:
    """The item as ``oai_dc:dc``."""
    content = exposure.content
    element = root(OAI_DC, "dc", schema=SCHEMA, prefix="oai_dc", dc=DC)
    add_each(element, f"{{{DC}}}title", content.get("name", {}))
    for person in content.get("people", ()):
        _named(element, "creator", person["name"])
    add_each(element, f"{{{DC}}}subject", content.get("keywords", {}))
    for name in ("summary", "description"):
        add_each(element, f"{{{DC}}}description", content.get(name, {}))
    if content.get("illustrative"):
        add_each(element, f"{{{DC}}}description", ILLUSTRATIVE)
    if owner := content.get("organisation"):
        _named(element, "publisher", owner["name"])
    if date := content.get("published") or content.get("year"):
        add(element, f"{{{DC}}}date", str(date)[:10])
    add(element, f"{{{DC}}}type", TYPES[Entity(exposure.entity)])
    add(element, f"{{{DC}}}identifier", absolute(content["path"]))
    for name, before in (("number", ""), ("uscc", "GB32100-2015:"), ("ror", "https://ror.org/")):
        if value := content.get(name):
            add(element, f"{{{DC}}}identifier", f"{before}{value}")
    if orcid := content.get("orcid"):
        add(element, f"{{{DC}}}identifier", f"https://orcid.org/{orcid}")
    for lang, _name in in_order(content.get("name", {})):
        add(element, f"{{{DC}}}language", lang)
    named = [content["organisation"]["id"]] if content.get("organisation") else []
    for other in (*named, *(one["id"] for one in (*content.get("people", ()), *content.get("references", ())))):
        add(element, f"{{{DC}}}relation", f"oai:{repository_id()}:{other}")
    if settings.HELIU_OPEN_DATA_LICENCE:
        add(element, f"{{{DC}}}rights", settings.HELIU_OPEN_DATA_LICENCE)
    return element


def _named(element: Element, name: str, names: dict[str, str]) -> None:
    """Somebody by one name, since each element is another person: the Chinese one where there is one."""
    for lang, text in in_order(names)[:1]:
        add(element, f"{{{DC}}}{name}", text, lang=lang)
