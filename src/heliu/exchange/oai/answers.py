"""Answers to all six verbs of OAI-PMH 2.0; what is wrong with a question is an answer as well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from heliu.exchange.choices import SET_OF, SETS, Entity
from heliu.exchange.items.texts import utc
from heliu.exchange.models import Exposure
from heliu.exchange.oai import cerif
from heliu.exchange.oai.arguments import Question, read_format, read_question
from heliu.exchange.oai.errors import Refused
from heliu.exchange.oai.formats import FORMATS, Format
from heliu.exchange.oai.listing import Part, find_item, next_part
from heliu.exchange.oai.tokens import LIFE
from heliu.exchange.oai.xml import OAI, Element, add, fit, root, written
from heliu.exchange.selectors import earliest_datestamp
from heliu.exchange.site import administrators_address, base_url, repository_id, repository_name
from heliu.kit.site import absolute

SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
IDENTIFIERS = "http://www.openarchives.org/OAI/2.0/oai-identifier"
COMPATIBILITY = "OpenAIRE_Service_Compatibility"
SERVICE = "Services/1"


def answer(query: QueryDict | None) -> bytes:
    """The whole XML document; None stands for a question that could not even be taken apart."""
    document = root(OAI, "OAI-PMH", schema=SCHEMA)
    add(document, "responseDate", utc(timezone.now()))
    request = add(document, "request", base_url())
    try:
        if query is None:
            raise Refused("badArgument", "The request cannot be read.")
        question = read_question(query)
        # The protocol wants no arguments repeated where the question itself was wrong.
        for name, value in {"verb": question.verb, **question.repeated}.items():
            request.set(name, fit(value))
        _ANSWERS[question.verb](document, question)
    except Refused as error:
        for begun in document[2:]:
            document.remove(begun)
        if error.code == "badResumptionToken":
            request.attrib.pop("resumptionToken", None)
        add(document, "error", str(error), code=error.code)
    return written(document)


# -- about the repository -------------------------------------------------------------------------


def _identify(document: Element, question: Question) -> None:
    element = add(document, "Identify")
    add(element, "repositoryName", repository_name())
    add(element, "baseURL", base_url())
    add(element, "protocolVersion", "2.0")
    add(element, "adminEmail", administrators_address())
    add(element, "earliestDatestamp", utc(earliest_datestamp() or timezone.now()))
    add(element, "deletedRecord", "persistent")
    add(element, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    scheme = root(IDENTIFIERS, "oai-identifier", schema=f"{IDENTIFIERS}.xsd")
    for name, text in (
        ("scheme", "oai"), ("repositoryIdentifier", repository_id()), ("delimiter", ":"),
        ("sampleIdentifier", f"oai:{repository_id()}:{Entity.ORGUNIT.folder}/1"),
    ):  # fmt: skip
        add(scheme, name, text)
    add(element, "description").append(scheme)
    add(element, "description").append(_service())


def _service() -> Element:
    """The one record about this service, as the OpenAIRE profile wants it here."""
    vocabulary = f"{cerif.VOCABULARIES}{COMPATIBILITY}"
    service = cerif.V1_1.start("Service", SERVICE)
    add(service, f"{{{vocabulary}}}Compatibility", f"{vocabulary}#{cerif.V1_1.version}")
    add(service, "Acronym", repository_id())
    add(service, "Name", repository_name(), lang="zh" if repository_name() != "Heliu" else "en")
    add(service, "Description", "公开的科技成果、需求、专家与机构。", lang="zh")
    add(service, "Description", "Public achievements, demands, experts and organisations of a region.", lang="en")
    add(service, "WebsiteURL", absolute("/"))
    add(service, "OAIPMHBaseURL", base_url())
    if settings.HELIU_OPERATOR:
        add(add(add(service, "Owner"), "OrgUnit"), "Name", settings.HELIU_OPERATOR)
    return service


def _list_formats(document: Element, question: Question) -> None:
    entity = find_item(question).entity if "identifier" in question.told else None
    element = add(document, "ListMetadataFormats")
    for one in FORMATS.values():
        if entity is None or entity in one.entities:
            part = add(element, "metadataFormat")
            add(part, "metadataPrefix", one.prefix)
            add(part, "schema", one.schema)
            add(part, "metadataNamespace", one.namespace)


def _list_sets(document: Element, question: Question) -> None:
    if "resumptionToken" in question.told:
        raise Refused("badResumptionToken", "All sets are listed at once.")
    element = add(document, "ListSets")
    for name in SETS:
        part = add(element, "set")
        add(part, "setSpec", name)
        # OpenAIRE names its sets so; ours need no other name either.
        add(part, "setName", name.replace("openaire_cris", "OpenAIRE_CRIS"))


# -- items ----------------------------------------------------------------------------------------


def _get_record(document: Element, question: Question) -> None:
    chosen = FORMATS[read_format(question)]
    exposure = find_item(question)
    if exposure.entity not in chosen.entities:
        raise Refused("cannotDisseminateFormat", "This item has no such format; see ListMetadataFormats.")
    _record(add(document, "GetRecord"), exposure, chosen)


def _list_records(document: Element, question: Question) -> None:
    part = next_part(question)
    element = add(document, question.verb)
    for exposure in part.exposures:
        _record(element, exposure, FORMATS[part.place.prefix])
    _resumption(element, part)


def _list_identifiers(document: Element, question: Question) -> None:
    part = next_part(question)
    element = add(document, question.verb)
    for exposure in part.exposures:
        _header(element, exposure)
    _resumption(element, part)


def _record(parent: Element, exposure: Exposure, chosen: Format) -> None:
    record = add(parent, "record")
    _header(record, exposure)
    if not exposure.deleted:
        add(record, "metadata").append(chosen.write(exposure))


def _header(parent: Element, exposure: Exposure) -> None:
    header = add(parent, "header", **({"status": "deleted"} if exposure.deleted else {}))
    add(header, "identifier", f"oai:{repository_id()}:{exposure.identifier}")
    add(header, "datestamp", utc(exposure.datestamp))
    add(header, "setSpec", SET_OF[Entity(exposure.entity)])


def _resumption(element: Element, part: Part) -> None:
    """The token for the next part; an empty one ends a list of several parts."""
    if part.after is None and not part.place.given:
        return
    token = add(
        element, "resumptionToken", part.after.written() if part.after else None,
        completeListSize=str(max(part.place.size, part.place.given + len(part.exposures))),
        cursor=str(part.place.given),
    )  # fmt: skip
    if part.after is not None:
        token.set("expirationDate", utc(timezone.now() + LIFE - timedelta(minutes=1)))


_ANSWERS: dict[str, Callable[[Element, Question], None]] = {
    "Identify": _identify, "ListMetadataFormats": _list_formats, "ListSets": _list_sets, "GetRecord": _get_record,
    "ListRecords": _list_records, "ListIdentifiers": _list_identifiers,
}  # fmt: skip
