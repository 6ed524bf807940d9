"""Reading the sample region's data files (their format: ``data/README.md``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Region:
    """Everything in the data files; rows as they stand there, each with its ``key``."""

    institutions: list[Row] = field(default_factory=list)
    organisations: list[Row] = field(default_factory=list)
    experts: list[Row] = field(default_factory=list)
    achievements: list[Row] = field(default_factory=list)
    demands: list[Row] = field(default_factory=list)
    expected: dict[str, list[str]] = field(default_factory=dict)
    """Demand → the records a technology manager of the region would shortlist."""
    unanswerable: list[str] = field(default_factory=list)
    """Demands that nothing in the region can answer."""
    chains: list[Row] = field(default_factory=list)


@cache
def read_region() -> Region:
    """The whole sample region."""
    folder = files("heliu.sample") / "data"
    region = Region(institutions=_load(folder / "institutions.yaml")["organisations"])
    for path in sorted((folder / "chains").iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".yaml"):
            continue
        content = _load(path)
        region.chains.append(content["chain"])
        region.organisations.extend(content["organisations"])
        region.experts.extend(content["experts"])
        region.achievements.extend(content["achievements"])
        region.demands.extend(content["demands"])
        region.unanswerable.extend(content.get("none") or [])
        for pair in content.get("expected") or []:
            region.expected[pair["demand"]] = pair["answers"]
    return region


def _load(path: Any) -> Any:
    # The C reader, where the package has it, is ten times faster; both are the safe ones.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
