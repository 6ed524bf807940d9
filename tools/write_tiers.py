"""Put the table of roles, tiers and fields into docs/reference/tiers.md, as the rules answer now."""

from __future__ import annotations

import os
import re
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "tiers.md"
BLOCK = re.compile(r"(<!-- begin tiers -->\n\n).*?(<!-- end tiers -->)", flags=re.S)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heliu.config.settings")
    django.setup()
    from heliu.catalog.disclosure import disclosure_table

    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BLOCK.sub(lambda found: f"{found[1]}{disclosure_table()}\n\n{found[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
