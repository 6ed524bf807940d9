"""An item in the OpenAIRE profile of CERIF, versions 1.1 and 1.2.

Both say the same in the same order; 1.2 has elements and types that 1.1 lacks. A neighbour inside an item is its id
and its name. The order of elements is the schema's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from heliu.accounts.choices import OrganisationKind
from heliu.catalog.choices import PropertyKind
from heliu.exchange.choices import Entity
from heliu.exchange.items.texts import ILLUSTRATIVE, in_order
from heliu.exchange.models import Exposure
from heliu.exchange.oai.names import name_parts
from heliu.exchange.oai.xml import Element, add, add_each, root
from heliu.kit.site import absolute

VOCABULARIES = "https://www.openaire.eu/cerif-profile/vocab/"
COAR = "http://purl.org/coar/resource_type/"
OTHER, PATENT, TEXT, TECHNICAL_DOCUMENT = (f"{COAR}{name}" for name in ("c_1843", "c_15cd", "c_18cf", "c_71bd"))
PATENTS_1_2 = {PropertyKind.UTILITY: f"{COAR}9DKX-KSAF", PropertyKind.DESIGN: f"{COAR}C53B-JCY5"}
ORGANISATIONS = "https://w3id.org/cerif/vocab/OrganisationTypes"
ORGANISATION_TYPES = {
    OrganisationKind.UNIVERSITY: "HigherEducation", OrganisationKind.INSTITUTE: "ResearchInstitute",
    OrganisationKind.LABORATORY: "ResearchInstitute",
}  # fmt: skip
USCC = "urn:x-heliu:GB32100-2015"
"""Names the unified social credit code, for which there is no address that all agree on."""
_ORCID = re.compile(r"0000-000((1-[5-9]|2-[0-9]|3-[0-4])\d{3}-\d{3}[\dX]|3-5000-0001)|0009-00(0\d-\d{4}-\d{3}[\dX])")
_CHINESE_PATENT = re.compile(r"(ZL|CN)\s*\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Profile:
    """One version of the profile."""

    version: str

    @property
    def namespace(self) -> str:
        return f"https://www.openaire.eu/cerif-profile/{self.version}/"

    @property
    def schema(self) -> str:
        return f"https://www.openaire.eu/schema/cris/{self.version}/openaire-cerif-profile.xsd"

    @property
    def is_newer(self) -> bool:
        return self.version != "1.1"

    def start(self, name: str, identifier: str) -> Element:
        """The element of an entity by itself."""
        element = root(self.namespace, name, schema=self.schema)
        element.set("id", identifier)
        return element

    def write(self, exposure: Exposure) -> Element:
        """The item as the entity that it is."""
        entity = Entity(exposure.entity)
        element = self.start(entity.folder[:-1], exposure.identifier)
        _WRITERS[entity](self, element, exposure.content)
        return element

    # -- neighbours, by id and name ------------------------------------------------------------

    def name_person(self, parent: Element, person: dict[str, Any]) -> None:
        _person_name(add(parent, "Person", id=person["id"]), person["name"])

    def name_organisation(self, parent: Element, organisation: dict[str, Any]) -> None:
        add_each(add(parent, "OrgUnit", id=organisation["id"]), "Name", organisation["name"])

    def name_patent(self, parent: Element, patent: dict[str, Any]) -> None:
        element = add(parent, "Patent", id=patent["id"])
        self.type_of(element, "COAR_Patent_Types", self.patent_type(patent["type"]))
        add_each(element, "Title", patent["name"])

    def people(self, parent: Element, name: str, people: Iterable[dict[str, Any]], owner: Any = None) -> None:
        """``Creators`` with a ``Creator`` each, and what they belong to."""
        people = list(people)
        if not people:
            return
        group = add(parent, name)
        for person in people:
            link = add(group, name[:-1])
            self.name_person(link, person)
            if owner:
                self.name_organisation(add(link, "Affiliation"), owner)

    def owner(self, parent: Element, name: str, owner: dict[str, Any] | None) -> None:
        """``Holders`` with the organisation as its ``Holder``."""
        if owner:
            self.name_organisation(add(add(parent, name), name[:-1]), owner)

    def type_of(self, element: Element, vocabulary: str, value: str) -> None:
        add(element, f"{{{VOCABULARIES}{vocabulary}}}Type", value)

    def patent_type(self, kind: str) -> str:
        return PATENTS_1_2.get(PropertyKind(kind), PATENT) if self.is_newer and kind in PropertyKind.values else PATENT


V1_1, V1_2 = Profile("1.1"), Profile("1.2")


def _product(profile: Profile, element: Element, content: dict[str, Any]) -> None:
    owner, people = content.get("organisation"), content.get("people", ())
    profile.type_of(element, "COAR_Product_Types", OTHER)
    for lang, _name in in_order(content.get("name", {})):
        add(element, "Language", lang)
    add_each(element, "Name", content.get("name", {}))
    add(element, "URL", absolute(content["path"]))
    if people:
        profile.people(element, "Creators", people)
    else:
        profile.owner(element, "Creators", owner)
    profile.owner(element, "Publishers", owner)
    add_each(element, "Description", content.get("summary", {}))
    add_each(element, "Description", content.get("description", {}))
    if content.get("illustrative"):
        add_each(element, "Description", ILLUSTRATIVE)
    add_each(element, "Keyword", content.get("keywords", {}))
    for patent in content.get("references", ()):
        profile.name_patent(add(element, "References"), patent)


def _patent(profile: Profile, element: Element, content: dict[str, Any]) -> None:
    number = content.get("number", "")
    profile.type_of(element, "COAR_Patent_Types", profile.patent_type(content["type"]))
    add_each(element, "Title", content.get("name", {}))
    if _CHINESE_PATENT.match(number):
        add(element, "CountryCode", "CN")
    if number:
        add(element, "PatentNumber", number)
    if profile.is_newer:
        add(element, "URL", absolute(content["path"]))
    profile.people(element, "Inventors", content.get("people", ()))
    profile.owner(element, "Holders", content.get("organisation"))
    add_each(element, "Abstract", content.get("description", {}))


def _publication(profile: Profile, element: Element, content: dict[str, Any]) -> None:
    standard = profile.is_newer and content["type"] == "standard"
    profile.type_of(element, "COAR_Publication_Types", TECHNICAL_DOCUMENT if standard else TEXT)
    add_each(element, "Title", content.get("name", {}))
    if year := content.get("year"):
        add(element, "PublicationDate", str(year))
    profile.people(element, "Authors", content.get("people", ()), content.get("organisation"))
    add_each(element, "Abstract", content.get("description", {}))


def _person(profile: Profile, element: Element, content: dict[str, Any]) -> None:
    _person_name(element, content.get("name", {}))
    orcid = content.get("orcid", "")
    if _ORCID.fullmatch(orcid):
        add(element, "ORCID", f"https://orcid.org/{orcid}")
    if owner := content.get("organisation"):
        profile.name_organisation(add(element, "Affiliation"), owner)


def _orgunit(profile: Profile, element: Element, content: dict[str, Any]) -> None:
    if kind := ORGANISATION_TYPES.get(content["type"]):
        add(element, "Type", f"{ORGANISATIONS}#{kind}", scheme=ORGANISATIONS)
    add_each(element, "Name", content.get("name", {}))
    ror = f"https://ror.org/{content['ror']}" if content.get("ror") else ""
    if ror and profile.is_newer:
        add(element, "RORID", ror)
    elif ror:
        add(element, "Identifier", ror, type="https://ror.org")
    if uscc := content.get("uscc"):
        add(element, "Identifier", uscc, type=USCC)
    if website := content.get("website"):
        add(element, "ElectronicAddress", website)


def _project(profile: Profile, element: Element, content: dict[str, Any]) -> None:
    add_each(element, "Title", content.get("name", {}))
    if people := content.get("people"):
        team = add(element, "Team")
        for person in people:
            profile.name_person(add(team, "Member"), person)
    for lang, text in in_order(content.get("description", {})):
        add(element, "Abstract", text, lang=lang)


_WRITERS: dict[Entity, Callable[[Profile, Element, dict[str, Any]], None]] = {
    Entity.PRODUCT: _product, Entity.PATENT: _patent, Entity.PUBLICATION: _publication, Entity.PERSON: _person,
    Entity.ORGUNIT: _orgunit, Entity.PROJECT: _project,
}  # fmt: skip


def _person_name(person: Element, names: dict[str, str]) -> None:
    element = add(person, "PersonName")
    for part, text in zip(("FamilyNames", "FirstNames", "OtherNames"), name_parts(names), strict=True):
        if text:
            add(element, part, text)
