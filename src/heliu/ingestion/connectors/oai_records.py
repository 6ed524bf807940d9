"""Records of OAI-PMH as entries: Dublin Core (oai_dc) and OpenAIRE CERIF (oai_cerif_openaire)."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from heliu.ingestion.connectors.base import Entry, Kind, Trouble
from heliu.ingestion.connectors.building import Builder, clean, plain, web_address
from heliu.ingestion.connectors.moments import day
from heliu.ingestion.connectors.names import joined_name
from heliu.ingestion.connectors.patent_numbers import property_of
from heliu.ingestion.connectors.xmltree import child, children, inner_text, language, local, text_at
from heliu.kit.identifiers import normalise_doi

Made = Entry | Trouble | str
"""What comes of a record: an entry, what is wrong with it, or the name of a type that becomes none."""

KINDS_OF_SETS: dict[str, Kind] = {
    "openaire_cris_publications": "achievement", "openaire_cris_products": "achievement",
    "openaire_cris_patents": "achievement", "openaire_cris_persons": "expert", "openaire_cris_orgunits": "organisation",
}  # fmt: skip
"""Sets of OpenAIRE whose records become entries."""

DC_MAPPED = {
    "title_*": "dc:title", "description_*": "dc:description", "keywords_*": "dc:subject",
    "facts.people": "dc:creator, dc:contributor", "facts.organisations": "dc:publisher",
    "facts.identifiers": "dc:identifier (DOI)", "facts.dates": "dc:date (the first)", "facts.type": "dc:type",
    "facts.rights": "dc:rights", "url": "dc:identifier (address, DOI)",
}  # fmt: skip
DC_DROPPED = ("dc:source", "dc:relation", "dc:coverage", "dc:format", "dc:language")

CERIF_MAPPED = {
    "title_*": "Title, Name; of a Person PersonName", "description_*": "Abstract, Description",
    "keywords_*": "Keyword", "name_*": "Name of an OrgUnit", "website": "ElectronicAddress (http) of an OrgUnit",
    "ror": "RORID of an OrgUnit", "orcid": "ORCID of a Person",
    "intellectual_property": "PatentNumber with CountryCode, Title of a Patent",
    "facts.people": "Authors, Creators, Inventors", "facts.names": "Acronym; Name in a further language",
    "facts.organisations": "Affiliation, Holders, Issuer, Publishers, PartOf",
    "facts.owner": "Holders (the first organisation), Affiliation of a Person",
    "facts.identifiers": "DOI, Handle, ISNI, GRID, ScopusAuthorID, ResearcherID, PatentNumber",
    "facts.ipc": "Subject of the scheme ipc", "facts.type": "Type", "facts.rights": "License",
    "facts.dates": "PublicationDate (published), RegistrationDate (filed), ApprovalDate (granted)", "url": "URL, DOI",
}  # fmt: skip
CERIF_DROPPED = (
    "Project, Funding, Event, Equipment; a Publication that is a journal", "Subtitle", "PublishedIn, PartOf of works", "Volume, Issue, pages",
    "OriginatesFrom", "e-mail and telephone of persons", "Predecessor",
)  # fmt: skip


def read_dc(root: Element, identifier: str, *, kind: Kind, where: str, raw: str, modified: str | None) -> Made:
    """A record of Dublin Core; ``kind`` is what the source's records are."""
    made = Builder(kind, identifier, where=where, raw=raw)
    made.modified = modified
    spoken = text_at(root, "language")[:2].lower()
    for title in children(root, "title"):
        made.text("title", plain("".join(title.itertext())).replace("\n", " "), language(title))
    descriptions: dict[str, list[str]] = {}
    for part in children(root, "description"):
        descriptions.setdefault(language(part), []).append(plain("".join(part.itertext())))
    for declared, texts in descriptions.items():
        made.text("description", "\n".join(filter(None, texts)), declared)
    made.words((word, language(subject) or spoken) for subject in children(root, "subject") for word in _split(subject))
    for role in ("creator", "contributor"):
        for person in children(root, role):
            made.person(inner_text(person), "author" if role == "creator" else role)
    for publisher in children(root, "publisher"):
        made.organisation(inner_text(publisher), "publisher")
    for written in children(root, "identifier"):
        _dc_identifier(made, inner_text(written))
    days = [found for written in children(root, "date") if (found := day(inner_text(written)))]
    made.date("issued", min(days, default=""))
    made.fact("type", text_at(root, "type"))
    made.fact("rights", text_at(root, "rights"))
    return made.build()


def _dc_identifier(made: Builder, text: str) -> None:
    if doi := normalise_doi(text):
        made.identifier("doi", doi)
        made.url = made.url or f"https://doi.org/{doi}"
    elif address := web_address(text):
        made.url = address


def _split(subject: Element) -> list[str]:
    return [clean(word) for word in re.split(r"[;；\n]", "".join(subject.itertext())) if clean(word)]


# -- CERIF --------------------------------------------------------------------------------------------


def read_cerif(root: Element, identifier: str, *, kind: Kind, where: str, raw: str, modified: str | None) -> Made:
    """A record of OpenAIRE CERIF; its type decides what it becomes."""
    read = _TYPES.get(local(root))
    if read is None or _last(text_at(root, "Type")) in _CONTAINERS:
        return local(root)[:60]
    becomes, fill = read
    made = Builder(becomes, identifier, where=where, raw=raw)
    made.modified = modified
    fill(made, root)
    return made.build()


def _work(made: Builder, root: Element) -> None:
    for name in ("Title", "Name"):
        for title in children(root, name):
            made.text("title", inner_text(title), language(title))
    for name in ("Abstract", "Description"):
        for text in children(root, name):
            made.text("description", plain("".join(text.itertext())), language(text))
    made.words((inner_text(word), language(word)) for word in children(root, "Keyword"))
    for group, one, role in _PEOPLE:
        for found in children(root, group, one):
            _contributor(made, found, role)
    _identifiers(made, root, {"DOI": "doi", "Handle": "handle"})
    made.fact("ipc", [symbol for subject in children(root, "Subject") if (symbol := _ipc(subject))])
    made.fact("type", _last(text_at(root, "Type")))
    made.fact("rights", text_at(root, "License"))
    for name, what in _DATES.items():
        made.date(what, day(text_at(root, name)))
    doi = made.facts.get("identifiers", {}).get("doi")
    made.url = text_at(root, "URL") or (f"https://doi.org/{doi}" if doi else "")


_PEOPLE = (
    ("Authors", "Author", "author"), ("Creators", "Creator", "author"), ("Inventors", "Inventor", "inventor"),
    ("Holders", "Holder", "holder"), ("Publishers", "Publisher", "publisher"),
)  # fmt: skip
_DATES = {"PublicationDate": "published", "RegistrationDate": "filed", "ApprovalDate": "granted"}


def _patent(made: Builder, root: Element) -> None:
    _work(made, root)
    made.organisation(_named(child(root, "Issuer", "OrgUnit")), "issuer")
    number = text_at(root, "PatentNumber")
    made.identifier("patent", number)
    country = text_at(root, "CountryCode").upper()
    titles = {name: text for name, text in made.fields.items() if name in ("title_zh", "title_en")}
    if part := property_of(country, number.upper().removeprefix(country), "", titles):
        made.fields["intellectual_property"] = [part]
    owners = (one["name"] for one in made.facts.get("organisations", ()) if one["role"] == "holder")
    made.fact("owner", next(owners, ""))


def _person(made: Builder, root: Element) -> None:
    made.text("title", _person_name(root))
    made.fields["orcid"] = made.orcid(text_at(root, "ORCID"))
    _identifiers(made, root, {"ISNI": "isni", "ScopusAuthorID": "scopus", "ResearcherID": "researcherid"})
    for unit in children(root, "Affiliation", "OrgUnit"):
        made.organisation(_named(unit), "affiliation", ror=text_at(unit, "RORID"))
    affiliations = made.facts.get("organisations", ())
    made.fact("owner", affiliations[0]["name"] if affiliations else "")


def _unit(made: Builder, root: Element) -> None:
    for name in children(root, "Name"):
        made.text("name", inner_text(name), language(name))
        made.name(inner_text(name))
    made.name(text_at(root, "Acronym"))
    made.fields["ror"] = made.ror(text_at(root, "RORID"))
    _identifiers(made, root, {"ISNI": "isni", "GRID": "grid", "FundRefID": "fundref"})
    websites = (web_address(inner_text(address)) for address in children(root, "ElectronicAddress"))
    made.url = next(filter(None, websites), "")
    made.fields["website"] = made.url if len(made.url) <= 200 else ""
    for above in children(root, "PartOf", "OrgUnit"):
        made.organisation(_named(above), "part_of", ror=text_at(above, "RORID"))
    made.fact("type", _last(text_at(root, "Type")))


_TYPES: dict[str, tuple[Kind, Callable[[Builder, Element], None]]] = {
    "Publication": ("achievement", _work), "Product": ("achievement", _work), "Patent": ("achievement", _patent),
    "Person": ("expert", _person), "OrgUnit": ("organisation", _unit),
}  # fmt: skip


_CONTAINERS = frozenset({"c_0640"})
"""COAR types of what only holds works: journals."""


def _last(address: str) -> str:
    """The last part of a word's address."""
    return re.split(r"[#/]", address)[-1]


def _contributor(made: Builder, found: Element, role: str) -> None:
    person = child(found, "Person")
    for unit in children(found, "OrgUnit"):
        made.organisation(_named(unit), role, ror=text_at(unit, "RORID"))
    affiliation = child(found, "Affiliation", "OrgUnit")
    if affiliation is not None:
        made.organisation(_named(affiliation), "affiliation", ror=text_at(affiliation, "RORID"))
    name = text_at(found, "DisplayName") or (_person_name(person) if person is not None else "")
    made.person(name, role, orcid=text_at(person, "ORCID"), organisation=_named(affiliation))


def _person_name(person: Element) -> str:
    family, first = text_at(person, "PersonName", "FamilyNames"), text_at(person, "PersonName", "FirstNames")
    return joined_name(family, first)


def _named(unit: Element | None) -> str:
    """A unit's name: Chinese before English before others."""
    names = {language(name): inner_text(name) for name in reversed(list(children(unit, "Name")))}
    return next((names[key] for key in ("zh", "en", *names) if names.get(key)), "") or text_at(unit, "Acronym")


def _identifiers(made: Builder, root: Element, schemes: dict[str, str]) -> None:
    for name, scheme in schemes.items():
        for found in children(root, name):
            text = inner_text(found)
            made.doi(text) if scheme == "doi" else made.identifier(scheme, text)


def _ipc(subject: Element) -> str:
    """``A61M1/00`` of ``http://…/ipc/A61M1-00``."""
    match = re.search(r"/ipc/([A-H]\d\d[A-Z]\d{1,4})-(\d{2,6})$", inner_text(subject))
    return f"{match[1]}/{match[2]}" if match else ""


READERS: dict[str, Callable[..., Made]] = {"oai_dc": read_dc, "oai_cerif_openaire": read_cerif}
"""Prefix → what reads its records."""
