"""Words for what an owner could change."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from heliu.catalog.choices import ReadinessScale
from heliu.kit.vocabularies import industries, regions
from heliu.matching.kinds import READINESS_STEP
from heliu.matching.whynot.adapters.explaining import Suggestion


def suggestion_label(suggestion: Suggestion) -> str:
    """What to do, as an order that a condition follows: it holds only if it is true."""
    words = {"text": _named(suggestion)}
    if suggestion.of_search:
        return {
            "readiness": _("The search would have to accept %(text)s."),
            "region": _("The search would have to accept the region %(text)s."),
            "industry": _("The search would have to accept the industry %(text)s."),
        }[suggestion.kind] % words
    return {
        "keyword": _("Add the keyword “%(text)s”."),
        "parameter": _("State the parameter “%(text)s”, with the value that you reach."),
        "purpose": _("Say in the description that it can be used for: “%(text)s”."),
        "title": _("Name “%(text)s” in the title."),
        "language": _("Give a title in the demand's language, for example “%(text)s”."),
        "readiness": _("State the readiness; the search asks for %(text)s."),
        "region": _("State the region; the search asks for %(text)s."),
        "industry": _("State the industry; the search asks for %(text)s."),
    }[suggestion.kind] % words


def kind_label(kind: str, count: int) -> str:
    """A kind of edit with how many could be proposed."""
    labels = {
        "keyword": pgettext("kind of edit", "keywords"),
        "parameter": pgettext("kind of edit", "parameters that the demand asks for"),
        "purpose": pgettext("kind of edit", "uses and conditions"),
        "title": pgettext("kind of edit", "words of the title"),
        "language": pgettext("kind of edit", "a title in the demand's language"),
    }
    return _("%(kind)s: %(count)d") % {"kind": labels[kind], "count": count}


def _named(suggestion: Suggestion) -> str:
    """The text, and of a code what it stands for."""
    if suggestion.kind == "readiness":
        return _readiness(int(suggestion.text))
    vocabulary: Any = {"region": regions(), "industry": industries()}.get(suggestion.kind)
    if vocabulary is None:
        return suggestion.text
    code = suggestion.text
    if suggestion.kind == "region":
        # The engine knows prefixes; a region is named by its six digits.
        code = code.ljust(6, "0")
    return vocabulary.full_name(code) if code in vocabulary else code


def _readiness(code: int) -> str:
    scale, level = list(ReadinessScale)[code // READINESS_STEP - 1], code % READINESS_STEP
    name = str(scale.label).partition(",")[0].partition("，")[0]
    return _("level %(level)d (%(scale)s)") % {"level": level, "scale": name}
