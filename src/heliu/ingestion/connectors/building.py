"""Entries made of what sources say: texts by language, cut to what fields hold, identifiers looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from heliu.catalog.models.columns import LONGEST_KEYWORD, MOST_KEYWORDS
from heliu.catalog.spreadsheets.kinds import model_of
from heliu.ingestion.connectors.base import LONGEST_RAW, Entry, Kind, Trouble
from heliu.ingestion.connectors.texts import clean, put_text, put_words
from heliu.kit.identifiers import normalise_doi, normalise_ror, ror_check_digits, validate_orcid, validate_ror_form

LONGEST_ID = 200
MOST_FACTS = 200
"""People or organisations of an entry that are kept; papers of large experiments have thousands."""
LONGEST_FACT = 500
"""Characters of a name or other fact."""


class Builder:
    """Gathers what a source says of one entry; what cannot be used is left out with a warning."""

    def __init__(self, kind: Kind, external_id: str, *, where: str = "", raw: str = "") -> None:
        self.kind, self.external_id = kind, clean(external_id)
        self.where, self.raw = where, raw[:LONGEST_RAW]
        self.fields: dict[str, Any] = {}
        self.facts: dict[str, Any] = {}
        self.warnings: list[str] = []
        self.modified: str | None = None
        self.url = ""

    # -- what is said ---------------------------------------------------------------------------------

    def text(self, name: str, text: str, declared: str = "") -> None:
        put_text(self.fields, name, text, declared)

    def words(self, words: Iterable[tuple[str, str]]) -> None:
        put_words(self.fields, words)

    def identifier(self, scheme: str, value: Any) -> None:
        if text := clean(value)[:LONGEST_FACT]:
            self.facts.setdefault("identifiers", {}).setdefault(scheme, text)

    def doi(self, value: Any) -> None:
        text = clean(value)
        if not text:
            return
        if doi := normalise_doi(text):
            self.identifier("doi", doi)
        else:
            self.warnings.append(_("“%(value)s” is not a DOI and was left out.") % {"value": text[:100]})

    def orcid(self, value: Any) -> str:
        """The ORCID that an address or number names; empty with a warning where it is none."""
        text = clean(value)
        code = re.sub(r"^(https?://)?(www\.)?orcid\.org/", "", text, flags=re.IGNORECASE).upper()
        try:
            if code:
                validate_orcid(code)
        except (ValidationError, ValueError):
            self.warnings.append(_("“%(value)s” is not an ORCID and was left out.") % {"value": text[:100]})
            return ""
        return code

    def ror(self, value: Any) -> str:
        """The ROR id that an address or number names; empty with a warning where it is none."""
        text = clean(value)
        code = normalise_ror(text)
        try:
            if code:
                validate_ror_form(code)
        except ValidationError:
            self.warnings.append(_("“%(value)s” is not a ROR id and was left out.") % {"value": text[:100]})
            return ""
        if code and ror_check_digits(code) != code[-2:]:
            self.warnings.append(_("The check digits of the ROR id %(value)s do not fit.") % {"value": code})
        return code

    def person(self, name: str, role: str, *, orcid: Any = "", organisation: str = "") -> None:
        if name:
            given = {"name": name, "orcid": self.orcid(orcid), "organisation": organisation, "role": role}
            self._fact("people", given)

    def organisation(self, name: str, role: str, *, ror: Any = "") -> None:
        if name:
            self._fact("organisations", {"name": name, "ror": self.ror(ror), "role": role})

    def name(self, name: str) -> None:
        """Another name of it."""
        if name and name not in self.facts.get("names", []):
            self.facts.setdefault("names", []).append(name[:LONGEST_FACT])
            del self.facts["names"][MOST_FACTS:]

    def date(self, what: str, day: str) -> None:
        if day:
            self.facts.setdefault("dates", {}).setdefault(what, day)

    def fact(self, name: str, value: Any) -> None:
        if value:
            self.facts[name] = value[:LONGEST_FACT] if isinstance(value, str) else value

    def _fact(self, name: str, given: Mapping[str, str]) -> None:
        kept = {key: value[:LONGEST_FACT] for key, value in given.items() if value}
        facts = self.facts.setdefault(name, [])
        if kept not in facts and len(facts) < MOST_FACTS:
            facts.append(kept)

    # -- what comes of it -----------------------------------------------------------------------------

    def build(self) -> Entry | Trouble:
        """The entry, or what is missing for one."""
        if problem := id_problem(self.external_id):
            return Trouble(self.external_id[:LONGEST_ID], problem, self.where, {"most": LONGEST_ID}, self.raw)
        for name in [name for name in self.fields if name.endswith("?")]:
            text = self.fields.pop(name)
            self.fields.setdefault(name.rstrip("?"), text)
        self.warnings += cut(self.kind, self.fields)
        title = {"organisation": "name", "page": ""}.get(self.kind, "title")
        if title and not (self.fields.get(f"{title}_zh") or self.fields.get(f"{title}_en")):
            return Trouble(self.external_id, "no_title", self.where, {}, self.raw)
        given = {name: value for name, value in self.fields.items() if value not in ("", [])}
        for name, messages in problems_of(self.kind, given).items():
            if given.pop(name, None) is not None:
                self.warnings.append(_("“%(field)s” was left out: %(reason)s") % {"field": name, "reason": messages[0]})
        if names := [name for name in self.facts.pop("names", ()) if name not in given.values()]:
            self.facts["names"] = names
        return Entry(
            self.external_id, self.kind, given, self.facts, web_address(self.url), self.modified, raw=self.raw,
            warnings=tuple(dict.fromkeys(self.warnings)),
        )  # fmt: skip


def cut(kind: Kind, fields: dict[str, Any]) -> list[str]:
    """Shorten what the fields of the model do not hold; a warning for each."""
    shortened = []
    for name, value in fields.items():
        most = longest_of(kind, name)
        if isinstance(value, str) and most and len(value) > most:
            fields[name] = value[: most - 1].rstrip() + "…"
            shortened.append(name)
        elif name.startswith("keywords_"):
            fitting = [word for word in value if len(word) <= LONGEST_KEYWORD][:MOST_KEYWORDS]
            if fitting != value:
                fields[name] = fitting
                shortened.append(name)
    return [_("“%(field)s” was cut to what the field holds.") % {"field": name} for name in shortened]


def problems_of(kind: Kind, fields: Mapping[str, Any]) -> dict[str, list[str]]:
    """What the kind's model says of the fields that are given, by field; its own rules under ``__all__``."""
    if kind == "page":
        return {}
    model = model_of(kind)
    own = {one.name for one in model._meta.fields}
    record = model(**{name: value for name, value in fields.items() if name in own})
    try:
        record.full_clean(exclude=own - set(fields), validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return dict(error.message_dict)
    return {}


def id_problem(external_id: str) -> str:
    """The code of what is wrong with an identifier; empty where nothing is."""
    if not external_id:
        return "no_id"
    return "long_id" if len(external_id) > LONGEST_ID else ""


def longest_of(kind: Kind, name: str) -> int | None:
    """How many characters a field of a kind's model holds; None where there is no limit or no such field."""
    if kind == "page":
        return 300
    found = next((one for one in model_of(kind)._meta.fields if one.name == name), None)
    if found is None:
        return None
    limits = [one.limit_value for one in found.validators if getattr(one, "code", "") == "max_length"]
    return min(limits, default=found.max_length)


def web_address(text: str) -> str:
    """The address if it leads to the web, else nothing."""
    text = clean(text)
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc and len(text) <= 2_000 else ""
