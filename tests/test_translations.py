"""Everything a person reads is there in Chinese and in English.

The source texts are English; each area keeps its Chinese in ``locale/zh_Hans``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "heliu"
AREAS = sorted(path.name for path in SOURCE.iterdir() if (path / "apps.py").exists())
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def read_catalog(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale="zh_Hans")


def po_of(folder: Path) -> Path:
    return folder / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("area", AREAS)
def test_chinese_is_complete(area):
    path = po_of(SOURCE / area)
    if not path.exists():
        assert not uses_gettext(SOURCE / area), f"{area} has texts to translate but no {path.name}"
        return
    for message in read_catalog(path):
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), f"{area}: not translated: {message.id}"
        assert not message.fuzzy, f"{area}: marked fuzzy: {message.id}"
        wanted = message.id if isinstance(message.id, str) else message.id[-1]
        for string in strings:
            assert placeholders(string) == placeholders(wanted), f"{area}: placeholders differ: {message.id}"


def placeholders(text: str) -> set[tuple[str, ...]]:
    return set(PLACEHOLDER.findall(text))


def uses_gettext(folder: Path) -> bool:
    marks = re.compile(r"gettext|\{% (blocktranslate|translate)\b")
    return any(
        marks.search(path.read_text(encoding="utf-8"))
        for pattern in ("*.py", "*.html", "*.txt")
        for path in folder.rglob(pattern)
        if "tests" not in path.parts and "migrations" not in path.parts
    )


@pytest.mark.parametrize("area", AREAS)
def test_no_text_is_missing_from_the_catalogs(area, tmp_path):
    """Collect the area's texts anew in a copy and look for what its catalog does not have.

    ``-P`` keeps the area's own ``selectors.py`` from standing in for Python's.
    """
    if shutil.which("xgettext") is None:
        pytest.skip("GNU gettext is not installed")
    copy = tmp_path / area
    shutil.copytree(
        SOURCE / area, copy, ignore=shutil.ignore_patterns("tests", "migrations", "data", "static", "*.mo", "locale")
    )
    (copy / "locale").mkdir()
    subprocess.run(
        [sys.executable, "-P", "-m", "django", "makemessages", "--locale", "zh_Hans", "--verbosity", "0"],
        cwd=copy, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    if not po_of(copy).exists():
        return
    wanted = {message.id for message in read_catalog(po_of(copy)) if message.id}
    known = {message.id for message in read_catalog(po_of(SOURCE / area))} if po_of(SOURCE / area).exists() else set()
    assert not wanted - known, f"{area}: run `make messages` and translate: {sorted(map(str, wanted - known))[:5]}"


def test_areas_agree_on_a_translation():
    """One msgid has one translation on the whole platform: of two areas the upper one's would stand on both's pages."""
    found: dict[Any, dict[str, str]] = {}
    for area in AREAS:
        if not po_of(SOURCE / area).exists():
            continue
        for message in read_catalog(po_of(SOURCE / area)):
            if message.id:
                key = (message.context, message.id if isinstance(message.id, str) else message.id[0])
                chinese = message.string if isinstance(message.string, str) else message.string[0]
                found.setdefault(key, {})[area] = chinese
    differing = {key: said for key, said in found.items() if len(set(said.values())) > 1}
    assert not differing, "give one of them a context, or both one translation"
