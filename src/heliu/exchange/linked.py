"""A record in the words of schema.org, as JSON-LD: for search engines, in its page and beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse

from heliu.catalog.models import RECORD_MODELS
from heliu.exchange.choices import Entity
from heliu.exchange.items import Item, items_of
from heliu.exchange.items.texts import ILLUSTRATIVE
from heliu.exchange.selectors import record_of
from heliu.kit.site import absolute

CONTEXT = "https://schema.org"
CONTENT_TYPE = "application/ld+json"
RESEARCH = ("university", "institute", "laboratory")
TYPES = {
    Entity.DEMAND: "Demand", Entity.PRODUCT: ["CreativeWork", "Offer"], Entity.PERSON: "Person",
    Entity.PATENT: "CreativeWork", Entity.PUBLICATION: "CreativeWork", Entity.PROJECT: "ResearchProject",
}  # fmt: skip
ADDITIONAL = {
    Entity.PRODUCT: "https://www.wikidata.org/wiki/Q11016", Entity.PATENT: "https://www.wikidata.org/wiki/Q253623",
}  # fmt: skip
"""Technology and patent, for which schema.org has no type."""
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def linked_data(kind: str, pk: int) -> dict[str, Any] | None:
    """The record with its works or patents; None where it does not go out."""
    items = items_of(kind, [pk])
    if not items:
        return None
    main, *parts = items
    data = {"@context": CONTEXT, **_thing(main)}
    if parts:
        _hold(data, main, parts)
    if settings.HELIU_OPEN_DATA_LICENCE:
        data["license"] = settings.HELIU_OPEN_DATA_LICENCE
    if provenance := _provenance(kind, pk):
        data["subjectOf"] = {"@type": "Dataset", "url": provenance, "encodingFormat": CONTENT_TYPE}
    return data


def as_script(data: dict[str, Any]) -> str:
    """JSON that cannot end the script element in which it stands, nor begin another."""
    return json.dumps(data, ensure_ascii=False).translate(_ESCAPES)


def address_of(kind: str, pk: int) -> str:
    """Where the same stands by itself."""
    return absolute(reverse(f"{kind}_jsonld", args=[pk]))


def _hold(data: dict[str, Any], main: Item, parts: list[Item]) -> None:
    """An achievement has its patents as parts; of works the person is the creator, of projects a member."""
    if main.entity == Entity.PRODUCT:
        data["hasPart"] = [_part(part) for part in parts]
        return
    names = {"member": [Entity.PROJECT], "creator": [Entity.PUBLICATION, Entity.PATENT]}
    held = {name: [_part(part) for part in parts if part.entity in some] for name, some in names.items()}
    data["@reverse"] = {name: works for name, works in held.items() if works}


def _thing(item: Item) -> dict[str, Any]:
    content = item.content
    thing: dict[str, Any] = {
        "@type": _type_of(item),
        "@id": f"{absolute(content['path'])}#this",
        "url": absolute(content["path"]),
        "name": _texts(content.get("name", {})),
    }
    if extra := ADDITIONAL.get(item.entity):
        thing["additionalType"] = extra
    if description := content.get("summary") or content.get("description"):
        thing["description"] = _texts(description)
    if content.get("illustrative"):
        thing["disambiguatingDescription"] = _texts(ILLUSTRATIVE)
    thing |= _OWN[item.entity](content)
    return thing


def _type_of(item: Item) -> Any:
    if item.entity == Entity.ORGUNIT:
        return "ResearchOrganization" if item.content["type"] in RESEARCH else "Organization"
    return TYPES[item.entity]


def _part(item: Item) -> dict[str, Any]:
    """A work or patent, named inside its record."""
    content = item.content
    part = {"@type": TYPES[item.entity], "name": _texts(content.get("name", {}))}
    if extra := ADDITIONAL.get(item.entity):
        part["additionalType"] = extra
    if number := content.get("number"):
        part["identifier"] = _property("patent number", number)
    if year := content.get("year"):
        part["foundingDate" if item.entity == Entity.PROJECT else "datePublished"] = str(year)
    return part


def _demand(content: dict[str, Any]) -> dict[str, Any]:
    told = _terms(content, content.get("budget", {}))
    if deadline := content.get("deadline"):
        told["availabilityEnds"] = deadline
    if owner := content.get("organisation"):
        told["@reverse"] = {"seeks": _neighbour(owner)}
    return told


def _product(content: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if people := content.get("people"):
        told["creator"] = [_neighbour(person) for person in people]
    if keywords := content.get("keywords"):
        told["keywords"] = _texts(keywords)
    if published := content.get("published"):
        told["datePublished"] = published
    if owner := content.get("organisation"):
        told["offeredBy"] = _neighbour(owner)
    return told | _terms(content, content.get("price", {}))


def _terms(content: dict[str, Any], money: dict[str, str]) -> dict[str, Any]:
    """Until when, and for how much, in yuan."""
    told: dict[str, Any] = {}
    if expires := content.get("expires"):
        told["validThrough"] = expires
    if money:
        ends = {"min": "minPrice", "max": "maxPrice"}
        prices = {ends[name]: float(value) * 10_000 for name, value in money.items()}
        told["priceSpecification"] = {"@type": "PriceSpecification", "priceCurrency": "CNY", **prices}
    return told


def _person(content: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if owner := content.get("organisation"):
        told["affiliation"] = _neighbour(owner)
    if position := content.get("position"):
        told["jobTitle"] = _texts(position)
    if orcid := content.get("orcid"):
        told["identifier"] = _property("ORCID", orcid, f"https://orcid.org/{orcid}")
        told["sameAs"] = f"https://orcid.org/{orcid}"
    return told


def _orgunit(content: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    identifiers = []
    if uscc := content.get("uscc"):
        identifiers.append(_property("GB32100-2015", uscc))
    if ror := content.get("ror"):
        identifiers.append(_property("ROR", ror, f"https://ror.org/{ror}"))
        told["sameAs"] = f"https://ror.org/{ror}"
    if identifiers:
        told["identifier"] = identifiers
    if region := content.get("region"):
        told["address"] = {"@type": "PostalAddress", "addressCountry": "CN", "addressRegion": region}
    if website := content.get("website"):
        told["mainEntityOfPage"] = website
    return told


_OWN: dict[Entity, Callable[[dict[str, Any]], dict[str, Any]]] = {
    Entity.DEMAND: _demand, Entity.PRODUCT: _product, Entity.PERSON: _person, Entity.ORGUNIT: _orgunit,
}  # fmt: skip


def _texts(texts: dict[str, Any]) -> Any:
    """Each text with its language."""
    found = [
        {"@value": text, "@language": lang}
        for lang, value in texts.items()
        for text in (value if isinstance(value, list) else [value])
    ]
    return found[0] if len(found) == 1 else found


def _neighbour(one: dict[str, Any]) -> dict[str, Any]:
    """An expert or organisation by address and name."""
    record = record_of(one["id"])
    if record is None:
        return {"name": _texts(one["name"])}
    kind, pk = record
    return {
        "@type": "Person" if kind == "expert" else "Organization",
        "@id": f"{absolute(reverse(f'{kind}_detail', args=[pk]))}#this",
        "name": _texts(one["name"]),
    }


def _property(name: str, value: str, url: str = "") -> dict[str, Any]:
    return {"@type": "PropertyValue", "propertyID": name, "value": value, **({"url": url} if url else {})}


def _provenance(kind: str, pk: int) -> str:
    """Where it is said where the record's fields came from; organisations have no such page."""
    return absolute(reverse(f"{kind}_provenance", args=[pk])) if kind in RECORD_MODELS else ""
