"""The coach's words: elements, questions with an example of an answer, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from heliu.matching.coaching.adapters.values import Because, Moved
from heliu.matching.coaching.choices import MoveKind
from heliu.matching.labels import part_label
from heliu.matching.sheets.choices import ElementName
from heliu.matching.sheets.labels import element_label

Words = Promise | str
LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Wording:
    """How an element is asked for."""

    question: Words
    example: Words
    """A good answer, of a need that nobody has: it is marked as an example wherever it is shown."""


WORDINGS: dict[ElementName, Wording] = {
    "object": Wording(
        gettext_lazy("What is it about: which product, material, machine or process?"),
        gettext_lazy("The zinc coating of steel brackets for solar plants by the sea"),
    ),
    "problem": Wording(
        gettext_lazy("What goes wrong, how often, and what does it cost you?"),
        gettext_lazy("Blisters after eight months; one in five brackets is replaced every year"),
    ),
    "method": Wording(
        gettext_lazy("What have you tried or do you have in mind, and how did it turn out?"),
        gettext_lazy("We tried two epoxy primers; both lost adhesion in the damp heat test"),
    ),
    "parameters": Wording(
        gettext_lazy("Which values must be reached, with number and unit?"),
        gettext_lazy("Neutral salt spray at least 1000 h, adhesion at least 5 MPa"),
    ),
    "conditions": Wording(
        gettext_lazy("Under which conditions must it work: temperature, medium, load, room, running time?"),
        gettext_lazy("Humid sea air, -20 to 60 ℃, coated on site without an oven"),
    ),
    "current": Wording(
        gettext_lazy("Where do you stand today: which value do you reach, with which equipment?"),
        gettext_lazy("At present the coating lasts 240 h; we have a spray line and a test chamber of our own"),
    ),
    "budget": Wording(
        gettext_lazy("How much may it cost?"),
        gettext_lazy("Budget 300,000 to 500,000 CNY, paid by milestones"),
    ),
    "deadline": Wording(
        gettext_lazy("By when do you need it?"),
        gettext_lazy("Samples within six months, in use by the end of next year"),
    ),
    "cooperation": Wording(
        gettext_lazy("How would you like to work together: licence, joint development, commission, service?"),
        gettext_lazy("Joint development; we provide the test line"),
    ),
    "confidentiality": Wording(
        gettext_lazy("What must stay confidential?"),
        gettext_lazy("The recipe only under a non-disclosure agreement; the problem itself may be public"),
    ),
}


MOVE_LABELS: dict[MoveKind, Words] = {
    "entered": pgettext_lazy("what became of a result", "new"),
    "left": pgettext_lazy("what became of a result", "left"),
    "rose": pgettext_lazy("what became of a result", "rose"),
    "fell": pgettext_lazy("what became of a result", "fell"),
    "stayed": pgettext_lazy("what became of a result", "stayed"),
}


MORE_EXACTLY: dict[ElementName, Wording] = {
    "object": Wording(
        gettext_lazy("Can you name it more exactly: type, material, size, where it is used?"),
        gettext_lazy("Hot-dip galvanised Q235 brackets, 6 mm thick, of a solar plant on a jetty"),
    ),
}
"""For elements that are asked for although the need says something of them."""


def wording(name: ElementName, stated: bool) -> Wording:
    """How to ask for an element, or for more of one that is stated."""
    return MORE_EXACTLY.get(name, WORDINGS[name]) if stated else WORDINGS[name]


def answer_start(name: ElementName, lang: str) -> str:
    """How a line of a need begins that states an element, in the language (``zh`` or ``en``) of the need."""
    with translation.override("en" if lang == "en" else "zh-hans"):
        return _("%(element)s: ") % {"element": element_label(name)}


def help_label(share: float, of: int) -> str:
    """The expected change of the list in words: of a ``share`` of its first ``of`` results."""
    results = round(share * of)
    if results == 0:
        return _("An answer would hardly change the results.")
    return _("An answer would probably change about %(count)d of the first %(of)d results.") % {
        "count": results, "of": of,
    }  # fmt: skip


def because_label(because: Because) -> str:
    """Why a result moved up; empty where nothing tells it."""
    if because.words:
        quoted = pgettext("between words of a list", ", ").join(_("“%(word)s”") % {"word": w} for w in because.words)
        return _("because of %(words)s") % {"words": quoted}
    if because.meaning:
        return _("near in meaning to “%(text)s”") % {"text": shortened(because.meaning)}
    if because.part:
        return _("more from: %(part)s") % {"part": part_label(because.part)}
    return ""


def shortened(text: str) -> str:
    """So much of a text as a line has room for."""
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def change_label(moved: Sequence[Moved], of: int) -> str:
    """What changed among the first results, in one sentence."""
    entered = [move for move in moved if move.what == "entered"]
    left = [move for move in moved if move.what == "left"]
    rose = [move for move in moved if move.what == "rose"]
    parts = []
    if entered:
        parts.append(_new(len(entered)))
    if rose:
        most = max(rose, key=lambda move: (move.before or 0) - (move.after or 0))
        parts.append(_risen(most))
    if left:
        parts.append(_("%(count)d left the first %(of)d") % {"count": len(left), "of": of})
    if not parts:
        same = all(move.what == "stayed" for move in moved)
        return _("The same results in the same order.") if same else _("The same results in another order.")
    return pgettext("between parts of a sentence", "; ").join(parts) + pgettext("end of a sentence", ".")


def _new(count: int) -> str:
    return ngettext("%(count)d new result", "%(count)d new results", count) % {"count": count}


def _risen(move: Moved) -> str:
    risen = _("“%(title)s” rose from %(before)s to %(after)s") % {
        "title": shortened(str(move.result.record)), "before": move.before, "after": move.after,
    }  # fmt: skip
    reason = because_label(move.because)
    return _("%(change)s (%(reason)s)") % {"change": risen, "reason": reason} if reason else risen
