"""Who asks for a measure: the person whose words a report gives."""

from __future__ import annotations

import re
from collections.abc import Sequence

Place = tuple[int, int]
"""Start and end in a text, in code points."""

_SAYS = re.compile(
    r"(?:强调|指出|表示|要求|提出|希望|认为|建议|呼吁|介绍|说)(?=[,，:：、。\"“]|$|道|,)"
    r"|\b(?:stressed|said|called for|asked for|urged|emphasi[sz]ed|noted|demanded|proposed)\b",
    re.IGNORECASE,
)
_REACH = 16
"""Characters between a person's name and the word that they say something with: 在调研中, "the mayor of Tianjin"."""


def speaker_of(text: str, place: Place, persons: Sequence[Place]) -> Place | None:
    """Where the person is named who says what stands at a place, within its paragraph; None where nobody is.

    The last word of saying before the place counts, and the person who is named last before it. A sentence of one
    person's speech that runs on keeps its speaker until another speaks.
    """
    begin = text.rfind("\n", 0, place[0]) + 1
    for said in reversed(list(_SAYS.finditer(text, begin, place[0]))):
        before = [one for one in persons if begin <= one[0] and one[1] <= said.start()]
        if (
            before
            and said.start() - before[-1][1] <= _REACH
            and not re.search(r"[。!?！？\n]", text[before[-1][1] : said.start()])
        ):
            return before[-1]
    return None
