"""Identifiers that come from outside: DOIs and Chinese application numbers."""

from __future__ import annotations

import pytest

from heliu.kit.identifiers import normalise_doi, read_cn_application


@pytest.mark.parametrize(
    "text", ["10.1234/AB.1", "doi: 10.1234/ab.1", "https://doi.org/10.1234/AB.1", " http://dx.doi.org/10.1234/ab.1 "]
)
def test_a_doi_is_the_same_however_it_is_written(text: str) -> None:
    assert normalise_doi(text) == "10.1234/ab.1"


@pytest.mark.parametrize("text", ["", None, "10.12/x", "11.1234/x", "10.1234/a b", "https://other.org/10.1234/x"])
def test_what_is_no_doi_gives_nothing(text: str | None) -> None:
    assert normalise_doi(text) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        # By hand: 2·2+0·3+2·4+2·5+1·6+0+… = 28, and 28 mod 11 = 6.
        ("CN202210000000.6", "202210000000.6"),
        ("ZL 2022 1 0000000.6", "202210000000.6"), ("2022100000006", "202210000000.6"),
        # Before 2003: 8·2+5·3+1·4+0·5+0·6+0·7+0·8+1·9 = 44, and 44 mod 11 = 0.
        ("85100001.0", "85100001.0"), ("CN202210000000.5", ""), ("CN114000000B", ""), ("US17000001", ""), (None, ""),
    ],
)  # fmt: skip
def test_chinese_application_numbers(text: str | None, number: str) -> None:
    assert read_cn_application(text) == number
