"""The item that a record itself is: a demand, an achievement, an expert, an organisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from heliu.accounts.models import Organisation
from heliu.catalog.models import Achievement, Demand, Expert, Record
from heliu.exchange.choices import MAIN_ENTITY
from heliu.exchange.items.texts import both, filled, money, untagged, utc, words


def reference(kind: str, pk: int, name: dict[str, str]) -> dict[str, Any]:
    """A neighbour, as other items name it."""
    return {"id": f"{MAIN_ENTITY[kind].folder}/{pk}", "name": name}


def organisation_content(organisation: Organisation) -> dict[str, Any]:
    """``type`` is a kind of organisations; ``uscc`` and ``ror`` are codes without an address before them."""
    return filled(
        {
            "name": both(organisation, "name"),
            "description": both(organisation, "description"),
            "path": organisation.get_absolute_url(),
            "type": organisation.kind,
            "region": organisation.region,
            "industry": organisation.industry,
            "website": organisation.website,
            "uscc": organisation.uscc,
            "ror": organisation.ror,
            "verified": organisation.is_verified,
            "source": organisation.source,
            "illustrative": organisation.illustrative,
        }
    )


def record_content(record: Any, team: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """What is told of a record of the catalog; ``team`` names the people of an achievement that go out themselves."""
    owner = record.organisation
    common = {
        "name": both(record, "title"),
        "summary": both(record, "summary"),
        "description": both(record, "description"),
        "keywords": words(record),
        "path": record.get_absolute_url(),
        "organisation": reference("organisation", owner.pk, both(owner, "name")),
        "people": list(team),
        "region": record.region or owner.region,
        "industry": record.industry,
        "published": utc(record.published_at),
        "expires": record.expires_on.isoformat() if record.expires_on else None,
        "source": record.source,
        "external_id": record.external_id,
        "illustrative": record.illustrative,
    }
    return filled(common | _OWN[type(record)](record))


def _demand(demand: Demand) -> dict[str, Any]:
    names = ("object", "problem", "method", "conditions", "current")
    return {
        "need": filled({name: untagged(getattr(demand, f"need_{name}")) for name in names}),
        "parameters": demand.parameters.strip(),
        "budget": money(demand.budget_min, demand.budget_max),
        "deadline": demand.deadline.isoformat() if demand.deadline else None,
        "cooperation": list(demand.cooperation),
    }


def _achievement(achievement: Achievement) -> dict[str, Any]:
    readiness = {
        "scale": achievement.readiness_scale,
        "level": achievement.readiness_level,
        "basis": achievement.readiness_basis,
    }
    return {
        "parameters": achievement.parameters.strip(),
        "readiness": readiness if achievement.readiness_level is not None else None,
        "evidence": both(achievement, "readiness_evidence"),
        "ways": list(achievement.ways),
        "price": money(achievement.price_min, achievement.price_max),
    }


def _expert(expert: Expert) -> dict[str, Any]:
    return {"position": both(expert, "position"), "orcid": expert.orcid}


_OWN: dict[type[Record], Callable[[Any], dict[str, Any]]] = {
    Demand: _demand, Achievement: _achievement, Expert: _expert,
}  # fmt: skip
"""Model → what its records tell besides what all tell."""
