"""A reason in a sentence, for whoever shows it as it is; a platform with its own texts uses the fields instead."""

from __future__ import annotations

from typing import Literal

from heliu_engine.identity.entries import Nature, Reason

Language = Literal["zh", "en"]

_AGREES: dict[Nature, tuple[str, str]] = {
    "codes": ("编号相同", "Same identifier"),
    "title": ("标题重合", "Titles in common"),
    "body": ("正文重合", "Text in common"),
    "owner": ("单位一致", "Same owner"),
    "names": ("人员重合", "Persons in common"),
    "year": ("年份相同", "Same year"),
}
_DIFFERS: dict[Nature, tuple[str, str]] = {
    "kind": ("类型不同", "Different kinds"),
    "codes": ("编号不同", "Different identifiers"),
    "title": ("标题不同", "Different titles"),
    "body": ("正文不同", "Different texts"),
    "numbers": ("数字不同", "Different numbers"),
    "models": ("型号或材料不同", "Different models or materials"),
    "owner": ("单位不同", "Different owners"),
    "names": ("人员不同", "Different persons"),
    "year": ("年份不同", "Different years"),
}


def sentence(reason: Reason, language: Language = "zh") -> str:
    """What a reason says.

    >>> sentence(Reason("numbers", False, "5 kW", "10 kW", "body"))
    '数字不同：5 kW ↔ 10 kW'
    >>> sentence(Reason("body", True, "涂层", "涂层", "body", share=0.934), "en")
    'Text in common: 93% of the shorter one'
    """
    chinese = language == "zh"
    name = (_AGREES if reason.agrees else _DIFFERS)[reason.nature][0 if chinese else 1]
    colon = "：" if chinese else ": "
    if reason.nature == "body" and reason.share is not None:
        share = f"{reason.share:.0%}"
        return f"{name}{colon}" + (f"较短一方的 {share}" if chinese else f"{share} of the shorter one")
    if reason.left == reason.right:
        return f"{name}{colon}{reason.left}"
    return f"{name}{colon}{reason.left} ↔ {reason.right}"
