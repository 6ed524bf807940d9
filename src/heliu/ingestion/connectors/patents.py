"""Patents as offices publish them in XML: exchange documents of the EPO (DOCDB, OPS), and ST.36 of the USPTO.

``exchange-document`` comes in the answers of Open Patent Services and in the files of DOCDB; ``us-patent-grant`` and
``us-patent-application`` in the weekly files of the USPTO, which are many XML documents one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

from heliu.ingestion.connectors.adapters import text_of
from heliu.ingestion.connectors.answers import ask, declared
from heliu.ingestion.connectors.base import AnswerError, Entry, Fetch, Found, Settings, State, Trouble
from heliu.ingestion.connectors.building import Builder
from heliu.ingestion.connectors.checking import Checking
from heliu.ingestion.connectors.moments import day
from heliu.ingestion.connectors.names import joined_name
from heliu.ingestion.connectors.patent_numbers import ipc_symbol, property_of
from heliu.ingestion.connectors.texts import clean
from heliu.ingestion.connectors.xmltree import (
    child,
    children,
    inner_text,
    language,
    local,
    paragraphs,
    parse_xml,
    raw_of,
    text_at,
)

MOST_DOCUMENTS = 20_000
"""Documents of one file; a week of the USPTO has below 10,000."""

EXCHANGE_MAPPED = {
    "title_*": "invention-title", "description_*": "abstract", "facts.people": "inventors",
    "intellectual_property": "publication-reference (country, doc-number, kind), invention-title",
    "facts.organisations": "applicants", "facts.owner": "applicants (the first)",
    "facts.ipc": "classifications-ipcr, classification-ipc",
    "facts.dates": "publication-reference (published), application-reference (filed)",
    "facts.identifiers": "publication-reference (patent), application-reference (application), family-id (family)",
    "facts.type": "kind", "url": "publication-reference (at Espacenet)", "modified": "date-of-last-exchange",
}  # fmt: skip
ST36_MAPPED = {
    "title_*": "invention-title", "description_*": "abstract", "facts.people": "inventors",
    "intellectual_property": "publication-reference (country, doc-number, kind), invention-title",
    "facts.organisations": "us-applicants (applicant), assignees (holder)",
    "facts.owner": "assignees, us-applicants (the first)", "facts.ipc": "classifications-ipcr",
    "facts.dates": "publication-reference (published), application-reference (filed)",
    "facts.identifiers": "publication-reference (patent), application-reference (application)",
    "facts.type": "kind", "modified": "date-publ",
}  # fmt: skip
DROPPED = (
    "description, claims, drawings", "citations", "priority claims", "CPC and national classes", "agents, examiners",
    "addresses of parties",
)  # fmt: skip
_ROOTS = ("exchange-document", "us-patent-grant", "us-patent-application")


class PatentsConnector:
    """Documents of one file: at an address, or from a watched folder.

    Exchange documents of status D are told as deleted; of others nothing is.
    """

    kind = "patents"

    def check(self, settings: Mapping[str, Any]) -> Settings:
        checking = Checking(settings)
        checking.address(needed=False)
        return checking.done()

    def entries(self, settings: Settings, fetch: Fetch, since: datetime | None, state: State) -> Iterator[Found]:
        reply = ask(fetch, settings["address"], "application/xml, text/xml")
        yield from _read(text_of(reply.body, declared(reply)))

    def read(self, settings: Settings, body: bytes, name: str) -> Iterator[Found]:
        yield from _read(text_of(body))


def _read(text: str) -> Iterator[Found]:
    """The entries of a file. A document that is damaged does not stop the others."""
    number, usable, problem = 0, 0, None
    for part in re.split(r"(?=<\?xml\s)", text):
        if not part.strip():
            continue
        number += 1
        if number > MOST_DOCUMENTS:
            break
        try:
            root = parse_xml(part)
        except AnswerError as error:
            problem = problem or error
            yield Trouble("", error.code, str(number), error.data, clean(part[:2_000]))
            continue
        for document in _documents(root):
            usable += 1
            yield read_document(document, str(usable))
    if not usable:
        raise problem or AnswerError("not_format", format="DOCDB, ST.36")


def _documents(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if local(element) in _ROOTS)


def read_document(document: Element, where: str) -> Entry | Trouble:
    """One patent document of either format."""
    exchange = local(document) == "exchange-document"
    raw = raw_of(document)
    data = next((part for part in document if "bibliographic-data" in local(part)), None)
    number = _docdb(data, "publication-reference")
    country = (text_at(number, "country") or document.get("country", "")).upper()
    digits = text_at(number, "doc-number") or document.get("doc-number", "")
    code = (text_at(number, "kind") or document.get("kind", "")).upper()
    digits = digits if exchange else digits.lstrip("0")
    made = Builder("achievement", f"{country}{digits}{code}" if digits else "", where=where, raw=raw)
    made.modified = day(document.get("date-of-last-exchange" if exchange else "date-publ")) or None
    if document.get("status") == "D" and made.external_id:
        return Entry(made.external_id[:200], "achievement", modified=made.modified, deleted=True, raw=made.raw)
    if data is None:
        return Trouble(made.external_id[:200], "no_entry", where, {}, raw)
    made.identifier("patent", made.external_id)
    made.identifier("family", document.get("family-id", ""))
    made.date("published", day(text_at(number, "date") or document.get("date-publ")))
    application = _docdb(data, "application-reference")
    made.identifier("application", f"{text_at(application, 'country')}{text_at(application, 'doc-number')}")
    made.date("filed", day(text_at(application, "date")))
    _texts(made, document, data)
    made.fact("type", code)
    made.fact("ipc", list(dict.fromkeys(filter(None, _classes(data)))))
    (_exchange_parties if exchange else _st36_parties)(made, data)
    owners = {one["role"]: one["name"] for one in reversed(made.facts.get("organisations", []))}
    made.fact("owner", owners.get("holder") or owners.get("applicant", ""))
    titles: dict[str, str] = {name: made.fields[name] for name in ("title_zh", "title_en") if name in made.fields}
    if part := property_of(country, digits, code, titles):
        made.fields["intellectual_property"] = [part]
    if exchange:
        made.url = f"https://worldwide.espacenet.com/patent/search?q=pn%3D{made.external_id}"
    return made.build()


def _docdb(data: Element | None, reference: str) -> Element | None:
    """The number of a reference, as DOCDB writes it where it is written in several ways."""
    found = [
        (whole.get("data-format") or number.get("document-id-type") or "", number)
        for whole in children(data, reference)
        for number in children(whole, "document-id")
    ]
    return next((number for form, number in found if form == "docdb"), found[0][1] if found else None)


def _texts(made: Builder, document: Element, data: Element) -> None:
    for title in children(data, "invention-title"):
        made.text("title", inner_text(title), language(title))
    for abstract in (*children(document, "abstract"), *children(data, "abstract")):
        made.text("description", paragraphs(abstract), language(abstract))


def _classes(data: Element) -> Iterator[str]:
    old, new = (
        children(data, "classification-ipc", "text"),
        children(data, "classifications-ipcr", "classification-ipcr"),
    )
    for one in (*new, *old):
        parts = [text_at(one, name) for name in ("section", "class", "subclass", "main-group", "subgroup")]
        yield ipc_symbol("{}{}{}{}/{}".format(*parts) if all(parts) else inner_text(one))


# -- parties: who applied, who invented ------------------------------------------------------------------


def _exchange_parties(made: Builder, data: Element) -> None:
    """The format does not tell persons from bodies: an applicant who invented is a person, all others are bodies."""
    inventors = _spelled(data, "inventor")
    for name in _spelled(data, "applicant"):
        made.person(name, "applicant") if name in inventors else made.organisation(name, "applicant")
    for name in inventors:
        made.person(name, "inventor")


def _spelled(data: Element, role: str) -> list[str]:
    """The names of the parties in one of the spellings that DOCDB gives of each, without the country behind them."""
    forms: dict[str, list[str]] = {}
    for party in children(data, "parties", f"{role}s", role):
        name = re.sub(r"[\s,]*(\[[A-Z]{2}\])?[\s,]*$", "", text_at(party, f"{role}-name", "name"))
        forms.setdefault(party.get("data-format", ""), []).extend([name] if name else [])
    return next((forms[form] for form in ("original", "docdba", "docdb", "epodoc", "") if forms.get(form)), [])


_ST36_PARTIES = (
    (("us-parties", "us-applicants", "us-applicant"), "applicant"),
    (("parties", "applicants", "applicant"), "applicant"),
    (("us-parties", "inventors", "inventor"), "inventor"), (("parties", "inventors", "inventor"), "inventor"),
    (("assignees", "assignee"), "holder"),
)  # fmt: skip


def _st36_parties(made: Builder, data: Element) -> None:
    for path, role in _ST36_PARTIES:
        for party in children(data, *path):
            book = child(party, "addressbook")
            made.organisation(text_at(book, "orgname"), role)
            made.person(joined_name(text_at(book, "last-name"), text_at(book, "first-name")), role)
