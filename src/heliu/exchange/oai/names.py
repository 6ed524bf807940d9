"""A person's name in parts, as CERIF wants it."""

from __future__ import annotations

import re

_COMPOUND = """
欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 司空 夏侯 端木 百里 南宫 西门 独孤 轩辕 呼延
太史 申屠 澹台 濮阳 淳于 单于 钟离 闻人 万俟 赫连 公冶 宗政 仲孙 第五 鲜于 闾丘 公羊 拓跋
"""
COMPOUND = frozenset(_COMPOUND.split())
"""Family names of two characters."""
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")


def name_parts(names: dict[str, str]) -> tuple[str, str, str]:
    """Family, first and other names. What cannot be taken apart for certain stays whole among the other names.

    A Chinese name of two to four characters begins with the family name. Of names in letters nobody can tell which
    word is the family's, unless a comma says so: "Zhang, Wei".
    """
    chinese, english = names.get("zh", ""), names.get("en", "")
    if _HAN_NAME.fullmatch(chinese):
        length = 2 if len(chinese) > 2 and chinese[:2] in COMPOUND else 1
        return chinese[:length], chinese[length:], english
    if not chinese and english.count(",") == 1:
        family, _comma, first = english.partition(",")
        return family.strip(), first.strip(), ""
    return "", "", chinese or english
