"""Terms that pages state, and how much of them may be shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu_engine.reading import Rights, excerpt, read_page
from heliu_engine.reading.rights import UNSTATED, read_rights

BODY = "\n".join(f"第{number}段说明平台的情况。平台向社会开放，企业可以预约。" for number in range(1, 101))


@pytest.mark.parametrize(
    ("lines", "terms", "licence"),
    [
        (["未经授权不得转载"], "reserved", None),
        (["未经本网书面许可，任何媒体禁止使用"], "reserved", None),
        (["转载请注明来源。未经允许严禁镜像"], "reserved", None),
        (["© 2026 Example. All rights reserved."], "reserved", None),
        (["The material may not be reproduced, published or used without permission."], "reserved", None),
        (["版权所有：示例局"], "reserved", None),
        (["转载请注明出处：示例网"], "attributed", None),
        (["欢迎转载"], "attributed", None),
        (["本文采用 CC BY-SA 4.0 许可"], "open", "CC BY-SA 4.0"),
        (["This work is under CC0."], "open", "CC0"),
        (["本站内容以知识共享协议发布", "版权所有"], "open", "Creative Commons"),
        (["CC BY 4.0", "未经许可不得转载"], "reserved", None),
        (["会上讨论了平台的开放。"], "unstated", None),
        ([], "unstated", None),
    ],
)
def test_terms_are_read_off_the_lines(lines: list[str], terms: str, licence: str | None) -> None:
    rights = read_rights(None, None, lines)
    assert (rights.terms, rights.licence) == (terms, licence)


def test_a_licence_may_be_a_link() -> None:
    rights = read_rights(None, None, [], ["https://creativecommons.org/licenses/by-nc/4.0/deed.zh"])
    assert (rights.terms, rights.licence) == ("open", "CC BY-NC 4.0")


def test_excerpts_are_as_long_as_the_terms_allow() -> None:
    document = replace(read_page(BODY.encode(), url="https://example.cn/1"), source="示例日报")
    lengths = {}
    for terms in ("reserved", "unstated", "attributed", "open"):
        shown = excerpt(replace(document, rights=Rights("示例网", None, terms)), limit=5_000)
        lengths[terms] = len(shown.text)
        assert shown.cut is (terms != "open")
        assert (shown.link, shown.credit) == ("https://example.cn/1", "示例日报, 示例网")
        assert terms == "open" or shown.text.endswith("。…")
    assert lengths["reserved"] <= 200 < lengths["unstated"] <= 400 < lengths["attributed"] <= 1_000
    assert lengths["open"] == len(document.body)


@given(st.text(max_size=600), st.integers(1, 300), st.sampled_from(["reserved", "unstated", "attributed", "open"]))
def test_no_excerpt_is_longer_than_asked_nor_most_of_a_protected_text(body: str, limit: int, terms: str) -> None:
    document = replace(read_page(b"x"), body=body, rights=replace(UNSTATED, terms=terms))
    shown = excerpt(document, limit)
    assert len(shown.text) <= limit
    if terms == "reserved":
        assert len(shown.text) <= max(1, len(body) / 3)
    if shown.cut:
        assert body.startswith(shown.text.removesuffix("…"))
    else:
        assert shown.text == body


def test_an_excerpt_has_a_character_at_least() -> None:
    with pytest.raises(ValueError, match="at least one character"):
        excerpt(read_page(b"x"), 0)
