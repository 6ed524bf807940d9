"""Every operation of the API, as its description in tests/openapi.yaml has it, with something to send."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from heliu.kit.tests.addresses import Route

SNAPSHOT = Path(__file__).parents[1] / "openapi.yaml"
_GAP = re.compile(r"{(\w+)}")
_DEPTH = 4
"""Of what is sent: bodies nest no deeper."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A method and the address that takes it."""

    method: str
    """As HTTP writes it: ``PATCH``."""
    route: Route
    body: Any
    """Something of the right types; what it means is left to chance."""

    @property
    def writes(self) -> bool:
        """What is read is among the routes."""
        return self.method != "GET"

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


@cache
def operations() -> tuple[Operation, ...]:
    """All of them, by address."""
    described = yaml.load(SNAPSHOT.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(_read(described))


def _read(described: Mapping[str, Any]) -> Iterator[Operation]:
    schemas = described["components"]["schemas"]
    for path, methods in sorted(described["paths"].items()):
        route = Route(path, _GAP.sub("{}", path), tuple(_GAP.findall(path)))
        for method, said in methods.items():
            content = said.get("requestBody", {}).get("content", {}).get("application/json", {})
            yield Operation(method.upper(), route, _something(content.get("schema", {}), schemas, _DEPTH))


def _something(schema: Mapping[str, Any], schemas: Mapping[str, Any], depth: int) -> Any:
    """A value of a schema: the first of a list, the next month, a short text."""
    if "$ref" in schema:
        return _something(schemas[schema["$ref"].rsplit("/", 1)[1]], schemas, depth)
    for several in ("allOf", "oneOf", "anyOf"):
        if several in schema:
            return _something(schema[several][0], schemas, depth)
    if "enum" in schema:
        return next((one for one in schema["enum"] if one), "")
    kind = schema.get("type", "object")
    if kind == "object":
        properties = {} if depth == 0 else schema.get("properties", {})
        open_to_writing = {name: one for name, one in properties.items() if not one.get("readOnly")}
        return {name: _something(one, schemas, depth - 1) for name, one in open_to_writing.items()}
    if kind == "array":
        return [_something(schema.get("items", {}), schemas, depth - 1)] if depth else []
    return {"integer": 1, "number": 1, "boolean": True}.get(kind, _text(schema))


def _text(schema: Mapping[str, Any]) -> str:
    later = timezone.now() + timedelta(days=30)
    texts = {
        "date": later.date().isoformat(), "date-time": later.isoformat(), "email": "somebody@example.org",
        "uuid": "00000000-0000-0000-0000-000000000009", "uri": "https://example.org/", "decimal": "1.00",
    }  # fmt: skip
    return texts.get(schema.get("format", ""), "低温韧性铸件 抗冲击韧性≥67 J"[: schema.get("maxLength")])
