"""Under which terms a page or file may be shown, as it says itself.

A ban that is spelled out stands above all; then a licence that is named, then leave to reprint with the source, then a
mere claim of rights. What says nothing has terms of its own: the law protects it all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Terms = Literal["reserved", "open", "attributed", "unstated"]

_LONGEST = 400
"""Characters of a line that is looked at; longer ones are running text."""
_BANNED = re.compile(
    r"(?:未经|未得到|未取得|非经)[^。；]{0,30}(?:授权|许可|允许|同意|批准|协议)[^。；]{0,30}(?:不得|禁止|严禁|谢绝|请勿|不能)"
    r"|(?:禁止|严禁|谢绝|不得|请勿|拒绝)(?:任何)?[^。；，]{0,12}(?:转载|转发|复制|摘编|镜像|使用|抄袭)|[复複翻][制製印]必究|侵权必究"
    r"|No (?:part|reproduction|unauthori[sz]ed)"
    r"|may not be (?:\w+, ){0,4}(?:or )?(?:reproduced|reprinted|published|copied|used)"
    r"|without (?:the )?(?:prior |express |written )*(?:permission|consent)",
    re.IGNORECASE,
)
_LICENCES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\bCC0\b|creativecommons\.org/publicdomain/zero", re.I), lambda _: "CC0"),
    (
        re.compile(r"\bCC[ -]BY(?P<terms>(?:[ -](?:NC|SA|ND))*)(?:[ -](?P<version>\d\.\d))?", re.I),
        lambda match: f"CC BY{match['terms'].upper().replace(' ', '-')} {match['version'] or ''}".rstrip(),
    ),
    (
        re.compile(r"creativecommons\.org/licenses/(?P<name>by[a-z-]*)/(?P<version>\d\.\d)", re.I),
        lambda match: f"CC {match['name'].upper()} {match['version']}",
    ),
    (re.compile(r"知识共享|知識共享|创作共用|Creative Commons", re.I), lambda _: "Creative Commons"),
    (re.compile(r"Open Government Licen[cs]e(?: v?\d\.\d)?", re.I), lambda match: match[0]),
    (re.compile(r"公有领域|public domain", re.I), lambda _: "public domain"),
)
_ATTRIBUTED = re.compile(
    r"(?:转载|转发|引用|使用)[^。；]{0,16}(?:请|须|需|应|务必)[^。；]{0,8}(?:注明|标明|保留)|注明(?:来源|出处|转载自)|欢迎(?:转载|转发|分享)"
    r"|may be (?:\w+ )?(?:reproduced|reused|copied)[^.]{0,40}(?:source|acknowledg|attribut)",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"版权所有|版权声明|(?:版[权權]|著作[权權])均?[归歸属屬为]|著作权所有"
    r"|All Rights Reserved|©|\(c\)\s*\d{4}|Copyright",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rights:
    """Who holds the rights, and what a page allows."""

    holder: str | None
    """As the page says."""
    notice: str | None
    """The line that speaks of the rights, as it stands there."""
    terms: Terms
    """``reserved``, ``open`` (a licence is named), ``attributed`` (free with the source named), ``unstated``."""
    licence: str | None = None
    """The licence as it is named."""


UNSTATED = Rights(None, None, "unstated")


def read_rights(holder: str | None, notice: str | None, lines: Iterable[str], targets: Iterable[str] = ()) -> Rights:
    """The terms of a page whose lines, and targets of links, are given.

    ``holder`` and ``notice`` are what is known of who holds the rights.
    """
    if notice is not None and not any(pattern.search(notice) for pattern in (_CLAIMED, _BANNED, _ATTRIBUTED)):
        # A line of the text that speaks of copyrights, as notices on software and patents do.
        holder = notice = None
    short = [line for line in lines if line and len(line) <= _LONGEST]
    banned = next((line for line in short if _BANNED.search(line)), None)
    if banned is not None:
        return Rights(holder, notice or banned, "reserved")
    licence, said = _licence([*short, *(target for target in targets if "creativecommons.org" in target)])
    if licence is not None:
        return Rights(holder, notice or said, "open", licence)
    attributed = next((line for line in short if _ATTRIBUTED.search(line)), None)
    if attributed is not None:
        return Rights(holder, notice or attributed, "attributed")
    claimed = notice or next((line for line in short if _CLAIMED.search(line)), None)
    return Rights(holder, claimed, "reserved" if claimed else "unstated")


def _licence(lines: Iterable[str]) -> tuple[str | None, str | None]:
    """The first licence that is named, and where."""
    for line in lines:
        for pattern, name in _LICENCES:
            match = pattern.search(line)
            if match is not None:
                return name(match), line
    return None, None
