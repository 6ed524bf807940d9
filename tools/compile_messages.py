"""Compile every django.po under src/ to the .mo beside it; needs Babel only, no GNU gettext.

Run by the wheel's build hook, by the tests and by ``make``; files that are up to date are left.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parent.parent / "src"


def compile_messages(source: Path = SOURCE) -> list[Path]:
    """Write the outdated .mo files under ``source`` and return their paths."""
    written = []
    for po in sorted(source.rglob("locale/*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as stream:
            catalog = read_po(stream, locale=po.parent.parent.name, abort_invalid=True)
        partial = mo.with_suffix(".mo.part")
        with partial.open("wb") as stream:
            write_mo(stream, catalog)
        partial.replace(mo)
        written.append(mo)
    return written


if __name__ == "__main__":
    for path in compile_messages():
        print(path.relative_to(SOURCE.parent))
