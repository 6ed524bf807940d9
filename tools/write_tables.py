"""Put the tables that are made from the code into the pages of docs/reference, as the code is now."""

from __future__ import annotations

import os
import re
from importlib import import_module
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"
TABLES = {
    "tiers": ("tiers.md", "heliu.catalog.disclosure", "disclosure_table"),
    "steps": ("deals.md", "heliu.deals.describing", "steps_table"),
    "fields": ("../howto/templates.md", "heliu.deals.papers.listing", "field_table"),
}
"""Name of a block → the page that it stands in, and where the function is that gives it."""


def block(name: str) -> re.Pattern[str]:
    """Where a table stands in its page: the text before it, the table, the text behind it."""
    return re.compile(rf"(<!-- begin {name} -->\n\n)(.*?)(\n\n<!-- end {name} -->)", flags=re.S)


def table(name: str) -> str:
    """What the code says."""
    _page, module, function = TABLES[name]
    return str(getattr(import_module(module), function)())


def main() -> None:
    """Write them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heliu.config.settings")
    django.setup()
    for name, (page, *_rest) in TABLES.items():
        path, made = FOLDER / page, table(name)
        text = path.read_text(encoding="utf-8")
        path.write_text(block(name).sub(lambda found, made=made: found[1] + made + found[3], text), encoding="utf-8")


if __name__ == "__main__":
    main()
