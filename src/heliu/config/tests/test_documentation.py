"""The documentation says what the code does: each test compares a page with what it describes."""

from __future__ import annotations

import ast
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from runpy import run_path

import pytest
from babel.messages.pofile import read_po
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.urls import Resolver404, resolve

import heliu_engine
from heliu.catalog.spreadsheets import KINDS, columns_of

ROOT = Path(__file__).resolve().parents[4]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
TRANSLATED = ["index.md", "tutorial.md", *(f"guide/{name}.md" for name in (
    "index", "visitor", "member", "reviewer", "manager", "organiser", "administrator"))]  # fmt: skip


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def headings(text: str) -> list[str]:
    """The level of each heading outside code blocks."""
    outside = re.sub(r"^( *)```.*?^\1```$", "", text, flags=re.M | re.S)
    return re.findall(r"^(#+) ", outside, flags=re.M)


def code_blocks(text: str) -> list[str]:
    """What stands in code blocks, without comments."""
    blocks = re.findall(r"^ *```[^\n]*\n(.*?)^ *```", text, flags=re.M | re.S)
    return [re.sub(r"\s*#.*", "", block).strip() for block in blocks]


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a page: rows of cells, without the heading."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return [rows[2:] for rows in found if rows]


def pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


# -- settings -------------------------------------------------------------------------------------


def settings_in_code() -> dict[str, object]:
    """Each HELIU_* variable that the platform or the engine reads, with its default where it is a constant."""
    found: dict[str, object] = {}
    for path in sorted((ROOT / "src").rglob("*.py")):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(read(path))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = node.args[0].value
            reader = ast.unparse(node.func)
            if (
                isinstance(name, str)
                and name.startswith("HELIU_")
                and re.match(r"env\b|os\.environ|os\.getenv", reader)
            ):
                default = next((word.value for word in node.keywords if word.arg == "default"), None)
                found[name] = default.value if isinstance(default, ast.Constant) else None
    return found


def test_every_setting_is_described_with_its_default():
    rows = {row[0].strip("`"): row for table in tables(read(REFERENCE / "settings.md")) for row in table}
    in_code = settings_in_code()
    assert "HELIU_HOME" in in_code
    assert set(rows) == set(in_code)
    for name, default in in_code.items():
        if default is None or default == "":
            continue
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        assert rows[name][1] == f"`{shown}`", name


# -- commands -------------------------------------------------------------------------------------


def heliu_commands() -> dict[str, BaseCommand]:
    """The management commands of Heliu's own areas."""
    return {
        name: load_command_class(app, name)
        for name, app in get_commands().items()
        if isinstance(app, str) and app.startswith("heliu.")
    }


def sections(text: str) -> dict[str, str]:
    """Heading (without backquotes) → what stands below it, for headings of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.M)
    return {title.strip().strip("`"): body for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def words_of(parser: ArgumentParser) -> Iterator[str]:
    """The long options of a parser, and the words (subcommands, closed lists) that it understands."""
    for action in parser._actions:
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action.choices, dict):
            for name, below in action.choices.items():
                yield from (name, *words_of(below))
        elif action.choices and not action.option_strings:
            yield from map(str, action.choices)


def test_every_command_and_its_options_are_described():
    described = sections(read(REFERENCE / "commands.md"))
    commands = heliu_commands()
    assert "serve" in commands
    assert {f"heliu {name}" for name in commands} == {title for title in described if title.startswith("heliu ")}
    common = set(words_of(BaseCommand().create_parser("heliu", "any")))
    for name, command in commands.items():
        for word in set(words_of(command.create_parser("heliu", name))) - common:
            assert re.search(rf"`(?:heliu {name} )?{re.escape(word)}\b", described[f"heliu {name}"], flags=re.I), (
                f"heliu {name} {word}"
            )


def test_commands_in_examples_exist():
    known = set(get_commands())
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), flags=re.M))
    for path in pages():
        text = read(path)
        for block in code_blocks(text):
            for name in re.findall(r"^\s*(?:\$ )?(?:\S*/bin/)?heliu(?:-as-service)? ([a-z_-]+)", block, flags=re.M):
                assert name in known, f"{path.relative_to(ROOT)}: heliu {name}"
        for target in re.findall(r"(?:`|^)make ([a-z-]+)", text, flags=re.M):
            assert target in targets, f"{path.relative_to(ROOT)}: make {target}"


# -- columns of files -----------------------------------------------------------------------------


def test_every_column_of_imported_files_is_described():
    described = set(re.findall(r"`([a-z_]+)`", read(REFERENCE / "files.md")))
    for kind in KINDS:
        assert not {column.name for column in columns_of(kind)} - described, kind


# -- addresses ------------------------------------------------------------------------------------


def test_api_addresses_in_the_documentation_exist():
    found = {address for path in pages() for address in re.findall(r"/api/v1/[\w/{}-]*", read(path))}
    assert "/api/v1/match" in {address.rstrip("/") for address in found}
    for address in sorted(found - {"/api/v1/"}):
        try:
            resolve(re.sub(r"\{\w+\}", "1", address))
        except Resolver404:
            pytest.fail(f"{address} is in the documentation and does not exist.")


# -- tables made from the code --------------------------------------------------------------------


WRITING = run_path(str(ROOT / "tools" / "write_tables.py"))


@pytest.mark.parametrize("name", list(WRITING["TABLES"]))
def test_tables_say_what_the_code_does(name):
    page = read(REFERENCE / WRITING["TABLES"][name][0])
    found = WRITING["block"](name).search(page)
    assert found
    assert found[2] == WRITING["table"](name), "run: python tools/write_tables.py"


# -- the engine -----------------------------------------------------------------------------------


def help_of_engine(monkeypatch, capsys, *arguments: str) -> str:
    """What ``heliu-engine … --help`` prints."""
    monkeypatch.setattr("sys.argv", ["heliu-engine", *arguments, "--help"])
    with pytest.raises(SystemExit):
        import_module("heliu_engine.cli").main()
    return capsys.readouterr().out


def test_every_command_of_the_engine_and_its_options_are_described(monkeypatch, capsys):
    described = sections(read(REFERENCE / "commands.md"))
    names = re.findall(r"^ {4}([a-z][\w-]*)(?: |$)", help_of_engine(monkeypatch, capsys), flags=re.M)
    assert "rank" in names
    assert {f"heliu-engine {name}" for name in names} == {t for t in described if t.startswith("heliu-engine ")}
    for name in names:
        for option in set(re.findall(r"--[a-z][\w-]*", help_of_engine(monkeypatch, capsys, name))) - {"--help"}:
            assert f"`{option}`" in described[f"heliu-engine {name}"], f"heliu-engine {name} {option}"


def test_every_name_of_the_engine_is_described():
    text = read(REFERENCE / "engine.md")
    assert not [name for name in heliu_engine.__all__ if f"`{name}`" not in text]


@pytest.mark.parametrize("path", [ROOT / "README.md", REFERENCE / "engine.md"], ids=lambda path: path.name)
def test_example_of_the_engine_runs(path, tmp_path, monkeypatch, capsys):
    example = re.search(r"^```python\n(.*?)^```", read(path), flags=re.M | re.S)
    assert example
    monkeypatch.chdir(tmp_path)
    # By words alone, since converting the model takes long.
    exec(compile(example.group(1).replace('"heliu"', '"none"'), path.name, "exec"), {})
    assert capsys.readouterr().out.split()[0] in ("a", "1")


# -- two languages --------------------------------------------------------------------------------


def test_readme_is_the_same_in_both_languages():
    english, chinese = read(ROOT / "README.md"), read(ROOT / "README.zh-CN.md")
    assert headings(english) == headings(chinese)
    assert code_blocks(english) == code_blocks(chinese)
    assert re.search(r"[\u4e00-\u9fff]{10}", chinese)


@pytest.mark.parametrize("name", TRANSLATED)
def test_translated_page_has_the_same_shape(name):
    english, chinese = read(DOCS / name), read(DOCS / name.replace(".md", ".zh.md"))
    assert headings(english) == headings(chinese)
    assert len(code_blocks(english)) == len(code_blocks(chinese))
    assert [[len(table), len(table[0])] for table in tables(english)] == [
        [len(table), len(table[0])] for table in tables(chinese)
    ]


def test_glossary_has_both_languages_and_no_word_twice():
    rows = [row for table in tables(read(REFERENCE / "glossary.md")) for row in table]
    assert len(rows) > 50
    for english, chinese, meaning, *_ in rows:
        assert re.match(r"[A-Za-z]", english), english
        assert re.search(r"[\u4e00-\u9fff]", chinese), english
        assert meaning, english
    names = [row[0] for row in rows]
    assert sorted(names) == sorted(set(names))


def labels() -> dict[str, set[str]]:
    """What the pages say: English → Chinese, from the translations of all areas."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "src").rglob("locale/zh_Hans/LC_MESSAGES/django.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="zh_Hans"):
                english, chinese = message.id, message.string
                if isinstance(english, str) and isinstance(chinese, str):
                    found.setdefault(english, set()).add(chinese)
    return found


@pytest.mark.parametrize("name", TRANSLATED)
def test_labels_in_the_guides_are_those_of_the_pages(name):
    known = labels()
    english = set(re.findall(r"\*\*(.+?)\*\*", read(DOCS / name)))
    chinese = set(re.findall(r"\*\*(.+?)\*\*", read(DOCS / name.replace(".md", ".zh.md"))))
    unknown = (english - set(known)) | (chinese - {text for texts in known.values() for text in texts})
    assert not unknown, unknown


def test_glossary_uses_the_words_of_the_pages():
    known = labels()
    others = {}
    for english, chinese, *_ in (row for table in tables(read(REFERENCE / "glossary.md")) for row in table):
        shown = known.get(english, set()) | known.get(english.capitalize(), set())
        if shown and chinese not in shown:
            others[english] = shown
    assert not others, others


# -- the site and the changelog -------------------------------------------------------------------


def test_pages_of_the_site_load_nothing_from_elsewhere():
    configuration = read(ROOT / "mkdocs.yml")
    assert re.search(r"^  font: false$", configuration, flags=re.M)
    assert not re.search(r"https?://", configuration)
    for path in sorted(DOCS.rglob("*.md")):
        assert not re.search(r"!\[[^\]]*\]\(https?:|<(?:script|img|link|iframe)\b", read(path)), path


def test_every_page_can_be_reached():
    navigation = read(ROOT / "mkdocs.yml")
    for path in DOCS.rglob("*.md"):
        name = str(path.relative_to(DOCS))
        if not name.endswith(".zh.md"):
            assert name in navigation, f"docs/{name} is not in the navigation of mkdocs.yml"
    for name in re.findall(r": ([\w/-]+\.md)$", navigation, flags=re.M):
        assert (DOCS / name).exists(), name


def test_changelog_fragments_are_named_by_the_rule():
    areas = {path.name for path in (ROOT / "src/heliu").iterdir() if path.is_dir()} | {"engine", "house", "docs"}
    for path in (ROOT / "changelog.d").iterdir():
        if path.name == "README.md":
            continue
        parts = re.fullmatch(r"([a-z]+)-[a-z0-9-]+\.(added|changed|fixed|removed|security)\.md", path.name)
        assert parts, path.name
        assert parts.group(1) in areas, path.name
        assert read(path).strip(), path.name
