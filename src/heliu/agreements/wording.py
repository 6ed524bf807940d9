"""The text of an agreement: a template filled in, in one exact form that has one hash.

A template is plain text with marks in double braces:

    {{party_a_name}}                    a value; without one the text is refused and the value named
    {{#mutual}} … {{/mutual}}           a part that stands there only where its name has a value
    {{^mutual}} … {{/mutual}}           a part that stands there only where it has none

Parts may stand within parts of another name. Nothing is escaped, for the text is shown as text only.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

VALUES = (
    "reference", "template_number", "date", "purpose", "term_months", "survival_months", "party_a_name",
    "party_a_code", "party_b_name", "party_b_code", "discloser_name", "recipient_name",
)  # fmt: skip
"""What is filled in from records."""
CONDITIONS = ("mutual",)
"""What a part can depend on beside the values."""
NEEDED = ("reference", "party_a_name", "party_b_name", "purpose", "term_months", "survival_months")
"""A text without these would not say who has agreed on what, and for how long."""
_MARK = re.compile(r"\{\{\s*([#^/]?)\s*(\w*)\s*\}\}")
_ALONE = re.compile(r"^[ \t]*(\{\{\s*[#^/]\s*\w*\s*\}\})[ \t]*\n", flags=re.M)
"""The mark of a part on a line of its own; the line goes with it."""


class TemplateBroken(ValueError):
    """A template that cannot be read; ``what`` says of which sort the mistake is, ``name`` where it is."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"{what}: {name}")
        self.what, self.name = what, name


class ValuesMissing(ValueError):
    """Values that the text needs and nobody has given."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass(slots=True)
class _Part:
    """A stretch of text, a value, or what stands between the marks of a condition."""

    sign: str
    name: str
    inner: list[_Part] = field(default_factory=list)


def _parse(template: str) -> list[_Part]:
    template = _ALONE.sub(r"\1", template.replace("\r\n", "\n"))
    open_parts = [_Part("", "")]
    place = 0
    for mark in _MARK.finditer(template):
        sign, name = mark.groups()
        open_parts[-1].inner.append(_Part("text", template[place : mark.start()]))
        place = mark.end()
        if name not in VALUES and not (sign and name in CONDITIONS):
            raise TemplateBroken("unknown", name or mark.group())
        if sign == "/":
            if open_parts[-1].name != name:
                raise TemplateBroken("unbalanced", name)
            open_parts.pop()
            continue
        part = _Part(sign or "value", name)
        open_parts[-1].inner.append(part)
        if sign:
            open_parts.append(part)
    if len(open_parts) > 1:
        raise TemplateBroken("unbalanced", open_parts[-1].name)
    rest = template[place:]
    if "{{" in _MARK.sub("", template) or "}}" in _MARK.sub("", template):
        raise TemplateBroken("unknown", "{{")
    open_parts[0].inner.append(_Part("text", rest))
    return open_parts[0].inner


def _named(parts: list[_Part]) -> Iterator[str]:
    for part in parts:
        if part.sign == "value":
            yield part.name
        yield from _named(part.inner)


def check_template(template: str) -> None:
    """Raise TemplateBroken for a mark that means nothing, a part that is not closed, or a value that is needed."""
    found = set(_named(_parse(template)))
    for name in NEEDED:
        if name not in found:
            raise TemplateBroken("needed", name)


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its values, canonical. Raises ValuesMissing with every name that lacks its value."""
    missing: dict[str, None] = {}

    def write(parts: list[_Part]) -> str:
        written = []
        for part in parts:
            value = values.get(part.name, "").strip()
            if part.sign == "text":
                written.append(part.name)
            elif part.sign == "value":
                if not value:
                    missing[part.name] = None
                written.append(value)
            elif bool(value) == (part.sign == "#"):
                written.append(write(part.inner))
        return "".join(written)

    text = write(_parse(template))
    if missing:
        raise ValuesMissing(list(missing))
    return canonical(text)


def canonical(text: str) -> str:
    """The one form of a text that is frozen and hashed.

    Unicode NFC, no byte order mark, lines that end in a line feed and in no blank, one line feed at the end.
    """
    plain = unicodedata.normalize("NFC", text.replace("\ufeff", "")).replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip() for line in plain.strip().split("\n")]
    # What a condition left out takes its empty lines with it.
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def text_hash(text: str) -> str:
    """SHA-256 of the exact text in UTF-8, in hexadecimal: what ``sha256sum`` says of the downloaded file."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def file_hash(content: bytes) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
