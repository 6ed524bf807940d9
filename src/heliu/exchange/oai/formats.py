"""The formats in which items go out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from heliu.exchange.choices import CERIF_ENTITIES, Entity
from heliu.exchange.models import Exposure
from heliu.exchange.oai import cerif, dublin_core
from heliu.exchange.oai.xml import Element


@dataclass(frozen=True, slots=True)
class Format:
    """A metadata format: its name, its schema, what it can say, and how it is written."""

    prefix: str
    schema: str
    namespace: str
    entities: tuple[Entity, ...]
    write: Callable[[Exposure], Element]


FORMATS = {
    one.prefix: one
    for one in (
        Format("oai_dc", dublin_core.SCHEMA, dublin_core.OAI_DC, tuple(Entity), dublin_core.write),
        Format("oai_cerif_openaire", cerif.V1_1.schema, cerif.V1_1.namespace, CERIF_ENTITIES, cerif.V1_1.write),
        Format("oai_cerif_openaire_v1_2", cerif.V1_2.schema, cerif.V1_2.namespace, CERIF_ENTITIES, cerif.V1_2.write),
    )
}
"""Prefix → format. OpenAIRE asks 1.1 and 1.2 by the two prefixes of the CERIF profile."""
