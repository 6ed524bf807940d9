"""Filling a template in, and the one form of a text that is hashed."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heliu.agreements.actions.templates import _shipped
from heliu.agreements.wording import (
    VALUES,
    TemplateBroken,
    ValuesMissing,
    canonical,
    check_template,
    fill,
    text_hash,
)

NEEDED = "{{reference}}{{party_a_name}}{{party_b_name}}{{purpose}}{{term_months}}{{survival_months}}"


def test_values_and_parts():
    both, one_way = "{{#mutual}}\n双向\n{{/mutual}}\n", "{{^mutual}}\n单向：{{ discloser_name }}\n{{/mutual}}\n"
    template = f"甲方：{{{{party_a_name}}}}\n{both}{one_way}完"
    assert fill(template, {"party_a_name": "甲厂", "mutual": "yes"}) == "甲方：甲厂\n双向\n完\n"
    assert fill(template, {"party_a_name": "甲厂", "discloser_name": "乙所"}) == "甲方：甲厂\n单向：乙所\n完\n"


def test_what_is_missing_is_named_and_never_left_blank():
    template = "{{party_a_code}} {{party_b_code}} {{party_a_code}}{{#purpose}} {{date}}{{/purpose}}"
    with pytest.raises(ValuesMissing) as refused:
        fill(template, {"party_a_code": "  ", "party_b_code": ""})
    assert refused.value.names == ["party_a_code", "party_b_code"]
    # A part that is left out needs nothing.
    assert fill("x{{#purpose}}{{date}}{{/purpose}}", {}) == "x\n"


def test_a_value_is_text_and_no_template():
    assert fill("{{purpose}}", {"purpose": "{{date}} {{#mutual}}"}) == "{{date}} {{#mutual}}\n"


@pytest.mark.parametrize(
    ("template", "what", "name"),
    [
        ("{{nonsense}}", "unknown", "nonsense"),
        ("{{mutual}}", "unknown", "mutual"),
        ("{{ }}", "unknown", "{{ }}"),
        ("{{date}", "unknown", "{{"),
        ("{{#mutual}}", "unbalanced", "mutual"),
        ("{{/mutual}}", "unbalanced", "mutual"),
        ("{{#mutual}}{{#date}}{{/mutual}}{{/date}}", "unbalanced", "mutual"),
        (NEEDED.replace("{{purpose}}", ""), "needed", "purpose"),
    ],
)
def test_a_template_with_a_mistake_is_refused(template, what, name):
    with pytest.raises(TemplateBroken) as refused:
        check_template(template)
    assert (refused.value.what, refused.value.name) == (what, name)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_texts_that_are_shipped(language):
    template = _shipped(language)
    check_template(template)
    values = dict.fromkeys(VALUES, "值")
    mutual, one_way = fill(template, values | {"mutual": "yes"}), fill(template, values)
    for text in (mutual, one_way):
        assert "{{" not in text
        assert "\n\n\n" not in text
        assert ("示范文本草案" if language == "zh" else "[DRAFT]") in text.splitlines()[2]
    assert mutual != one_way


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@example(" \ufeffe\u0301\r\n\r\n\r\r x\u3000\t\n")
def test_a_text_has_one_form(text):
    once = canonical(text)
    assert canonical(once) == once
    assert once.endswith("\n")
    assert "\r" not in once
    assert canonical(text.replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n") == once


def test_the_hash_is_that_of_the_file():
    text = canonical("保密协议")
    assert text_hash(text) == hashlib.sha256("保密协议\n".encode()).hexdigest()
