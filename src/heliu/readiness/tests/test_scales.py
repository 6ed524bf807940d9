"""Files of scales: those of the package, those that an installation adds, and mistakes in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from heliu.catalog.choices import ReadinessScale
from heliu.readiness.loading import checked_scales, scale_on, scales
from heliu.readiness.reading import ScaleFileError
from heliu.readiness.scales import from_copy, to_copy
from heliu.readiness.selectors import offers

DAY = date(2026, 11, 26)

NEW = """\
[scale]
name = "gjb-house"
zh = "本院内部成熟度"
en = "Readiness of our institute"

[[version]]
version = "2026"
instrument = "院内办法〔2026〕1号"
issuer = "示例研究院"
valid_from = 2026-01-01
source = "示例"
verified = true
wording = "standard"

[[version.level]]
zh = "原理"
en = "Principle"
criteria = [
  { zh = "有报告吗？", en = "Is there a report?" },
]

[[version.level]]
zh = "样机"
en = "Prototype"
criteria = [
  { zh = "有样机吗？", en = "Is there a prototype?" },
  { zh = "测试过吗？", en = "Was it tested?" },
]
"""


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.HELIU_SCALES = tmp_path / "scales"
    settings.HELIU_SCALES.mkdir()
    return settings.HELIU_SCALES


def test_the_scales_of_the_package():
    """Levels as the catalog counts them; questions in both languages, marked as our own; none says verified."""
    found = scales()
    assert {scale.readiness for scale in found.values() if scale.readiness} == set(ReadinessScale.values)
    levels = {"iso16290": 9, "gbt22900-2009": 13, "gbt22900-2022": 9, "mrl": 10, "irl-team": 9}
    for name, number in levels.items():
        assert found[name].last.highest == number
    for scale in found.values():
        for version in scale.versions:
            assert version.own_wording
            assert not version.verified, "nobody has compared it with the text of the issuer"
            assert version.source
            assert all(2 <= len(level.criteria) <= 4 for level in version.levels)
            asked = [criterion.text for criterion in version.criteria]
            assert len({text.zh for text in asked}) == len({text.en for text in asked}) == len(asked)
    assert len([name for name in found if name.startswith("irl-")]) == 6


def test_a_scale_whose_time_is_over_is_not_offered_and_says_so():
    assert scale_on("gbt22900-2009", date(2022, 10, 11)) is not None
    assert scale_on("gbt22900-2009", date(2022, 10, 12)) is None
    assert scale_on("gbt22900-2022", date(2022, 10, 12)) is not None
    over = [one for one in offers() if not one.in_force]
    assert [one.scale.name for one in over] == ["gbt22900-2009"]
    assert over[0].version.valid_to == date(2022, 10, 11)


def test_a_copy_says_what_the_file_said():
    for scale in scales().values():
        version = scale.last
        copied = from_copy(to_copy(version))
        assert copied.levels == version.levels
        assert copied.title == version.title
        assert (copied.valid_from, copied.valid_to, copied.note) == (
            version.valid_from, version.valid_to, version.note
        )  # fmt: skip


def test_another_scale_takes_a_file_and_no_code(folder):
    assert "gjb-house" not in scales()
    (folder / "house.toml").write_text(NEW, encoding="utf-8")
    found = scales()["gjb-house"]
    assert [len(level.criteria) for level in found.last.levels] == [1, 2]
    assert not found.last.own_wording
    assert found.on(DAY) is found.last
    assert found.on(date(2025, 12, 31)) is None
    assert "gjb-house" in [one.scale.name for one in offers() if one.in_force]


def test_a_new_edition_ends_the_one_before(folder):
    edition = NEW.replace("gjb-house", "irl-team").replace("2026-01-01", "2026-06-01")
    (folder / "team.toml").write_text(edition, encoding="utf-8")
    first, second = scales()["irl-team"].versions
    assert (first.valid_to, second.valid_from) == (date(2026, 5, 31), date(2026, 6, 1))
    assert scale_on("irl-team", DAY) is second


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('issuer = "示例研究院"', "", "line 6, version 1: issuer is missing"),
        ("2026-01-01", '"2026"', "line 10, version 1: valid_from is '2026'; a day"),
        ("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2025-01-01", "line 11, version 1: valid_to"),
        ('wording = "standard"', 'wording = "mine"', "line 13, version 1: wording is 'mine'; one of own, standard"),
        ("verified = true", 'verified = "yes"', "line 12, version 1: verified is 'yes'; true or false"),
        ('en = "Prototype"', 'en = ""', "line 24, version 1, level 2: en is ''; a text"),
        (', en = "Was it tested?"', "", "line 27, version 1, level 2, criterion 2: en is missing"),
        ('zh = "样机"', 'zh = "样机"\nzhen = "x"', "line 24, version 1, level 2: zhen is not known here"),
        ('name = "gjb-house"', 'name = "Haus Maß"', "line 2, scale: name is 'Haus Maß'; small letters"),
        ('name = "gjb-house"', 'name = "gjb-house"\nreadiness = "trl"', "line 3, scale: readiness is 'trl'; one of"),
        ('name = "gjb-house"', 'name = "gjb-house"\nreadiness = "mrl"', "there are 2 levels; mrl has 10"),
        (
            'criteria = [\n  { zh = "有报告吗？", en = "Is there a report?" },\n]',
            "criteria = []",
            "at least one criteria",
        ),
        ("[scale]", "[scale", "no TOML: "),
        ('name = "gjb-house"', 'name = "iso16290"', "lies in the time of another version"),
    ],
)
def test_a_broken_file_says_in_which_line_and_what(folder, caplog, before, after, said):
    text = NEW.replace(before, after, 1)
    if "another version" in said:
        text = text.replace("valid_from = 2026-01-01", "valid_from = 2010-01-01\nvalid_to = 2030-01-01")
    (folder / "house.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ScaleFileError) as refused:
        checked_scales()
    assert str(refused.value).startswith("house.toml, ")
    assert said in str(refused.value)
    assert len(scales()) == 10, "it is left out, and the others are offered"
    assert scales()["iso16290"].last.version == "2013"
    assert said in caplog.text


def test_the_command_prints_the_scales_or_says_what_is_wrong(folder, capsys):
    call_command("check_scales")
    said = capsys.readouterr().out
    assert "iso16290 (sets iso16290)" in said
    assert "9 levels" in said
    (folder / "broken.toml").write_text("[scale]\nname = 3", encoding="utf-8")
    with pytest.raises(CommandError, match=r"broken\.toml, line 2, scale: name is 3; a text is wanted"):
        call_command("check_scales")
