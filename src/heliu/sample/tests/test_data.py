"""What the sample region's files promise: complete, in both languages, nobody real, no sentence twice."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import yaml

from heliu.accounts.choices import OrganisationKind
from heliu.catalog.choices import PropertyKind, PropertyStatus, ReadinessScale, Tier, Way, WorkKind
from heliu.kit.vocabularies import industries, regions
from heliu.sample.region import Region, read_region

SENTENCE_END = {"zh": re.compile(r"[。！？；\n]"), "en": re.compile(r"[.!?;]\s|\n")}


@pytest.fixture(scope="module")
def region() -> Region:
    return read_region()


def everything(region: Region) -> list[dict]:
    return [
        *region.institutions,
        *region.organisations,
        *region.experts,
        *region.achievements,
        *region.demands,
    ]


def test_region_is_large_enough(region):
    assert len(region.organisations) + len(region.institutions) >= 40
    assert len(region.demands) >= 60
    assert len(region.achievements) >= 140
    assert len(region.experts) >= 60
    assert len(region.chains) >= 8
    assert len(region.expected) >= 45
    assert len(region.unanswerable) >= 8


def test_keys_are_unique_and_every_reference_resolves(region):
    keys = Counter(row["key"] for row in everything(region))
    assert [key for key, count in keys.items() if count > 1] == []
    organisations = {row["key"] for row in region.organisations}
    experts = {row["key"] for row in region.experts}
    answers = experts | {row["key"] for row in region.achievements}
    for row in [*region.experts, *region.achievements, *region.demands]:
        assert row["organisation"] in organisations, row["key"]
        assert set(row.get("team", [])) <= experts, row["key"]
    demands = {row["key"] for row in region.demands}
    assert set(region.expected) | set(region.unanswerable) <= demands
    assert not set(region.expected) & set(region.unanswerable)
    for demand, expected in region.expected.items():
        assert expected, demand
        assert set(expected) <= answers, demand


def test_no_two_descriptions_share_a_sentence(region):
    for lang, end in SENTENCE_END.items():
        owner: dict[str, str] = {}
        for row in everything(region):
            for sentence in {part.strip(" .。") for part in end.split(row["description"][lang])} - {""}:
                assert owner.setdefault(sentence, row["key"]) == row["key"], sentence


def test_every_text_is_there_in_both_languages(region):
    han = re.compile(r"[\u4e00-\u9fff]")
    for row in everything(region):
        heading = row.get("title") or row["name"]
        texts = [heading, row["description"], *([row["position"]] if "position" in row else [])]
        texts += [work["title"] for work in row.get("works", [])]
        texts += [right["title"] for right in row.get("ip") or []]
        if row.get("readiness"):
            texts.append(row["readiness"]["evidence"])
        for text in texts:
            assert text["zh"].strip(), row["key"]
            assert text["en"].strip(), row["key"]
            assert not han.search(text["en"]), (row["key"], text["en"])
        keywords = row.get("keywords", {"zh": [], "en": []})
        assert bool(keywords["zh"]) == bool(keywords["en"]), row["key"]


def test_titles_are_unique(region):
    for lang in ("zh", "en"):
        for rows in (region.demands, region.achievements, region.organisations, region.experts):
            counts = Counter((row.get("title") or row["name"])[lang] for row in rows)
            assert [title for title, count in counts.items() if count > 1] == []


def test_illustrative_organisations_say_so_in_their_name_and_have_no_code(region):
    for row in region.organisations:
        assert row["name"]["zh"].endswith("示例"), row["key"]
        assert row["name"]["en"].endswith("(Example)"), row["key"]
        assert "uscc" not in row
        assert "ror" not in row


def test_codes_and_choices_exist(region):
    for row in everything(region):
        if "region" in row:
            assert row["region"] in regions(), row["key"]
            assert row["region"][:2] in {"11", "12", "13"}, row["key"]
        if row.get("industry"):
            assert row["industry"] in industries(), row["key"]
        if "kind" in row:
            assert row["kind"] in OrganisationKind.values
        assert row.get("tier", "public") in Tier.values
        assert set(row.get("ways") or []) <= set(Way.values)
        assert {right["kind"] for right in row.get("ip") or []} <= set(PropertyKind.values)
        assert {right["status"] for right in row.get("ip") or []} <= set(PropertyStatus.values)
        assert {work["kind"] for work in row.get("works", [])} <= set(WorkKind.values)
        if row.get("readiness"):
            scale = ReadinessScale(row["readiness"]["scale"])
            assert 1 <= row["readiness"]["level"] <= scale.highest


def test_files_have_no_duplicate_keys_within_a_mapping():
    """YAML keeps the last of two equal keys silently; a slip there would lose text."""
    from importlib.resources import files

    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader, node):
        names = [loader.construct_object(key) for key, _ in node.value]
        assert len(names) == len(set(names)), (node.start_mark.name, node.start_mark.line, names)
        return loader.construct_mapping(node, deep=True)

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    for path in (files("heliu.sample") / "data" / "chains").iterdir():
        yaml.load(path.read_text(encoding="utf-8"), Loader=Strict)
