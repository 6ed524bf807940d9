"""The PROV document, read by rdflib, which knows nothing of how it was written."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.catalog import actions as catalog
from heliu.catalog.choices import State
from heliu.catalog.origins import Origin, OriginKind, Origins
from heliu.kit.permissions import OPERATOR
from heliu.provenance.actions import confirm_fields
from heliu.provenance.models import EntryRecord

pytestmark = [
    pytest.mark.django_db,
    # rdflib's own reader of JSON-LD still uses what rdflib advises against.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")
OA = Namespace("http://www.w3.org/ns/oa#")
READ_AT = timezone.now() - timedelta(days=2)
PAGE = Origin(
    OriginKind.PAGE, name="成果推介", url="https://example.org/a b?<x>", item="成果3", read_at=READ_AT,
    rule="understanding 1/β", confidence=0.9, quote="价格约30万元", start=12,
)  # fmt: skip


@pytest.fixture
def story(client):
    """An achievement that was read from a page, confirmed, edited, brought in again; its two people."""
    owner = OrganisationFactory(verified=True)
    author, confirmer = member(owner, name="甲"), member(owner, name="乙")
    record = catalog.create_record(
        actor=author, kind="achievement", organisation=owner, fields={"title_zh": "密封件", "price_min": 30},
        origins=Origins(PAGE),
    )  # fmt: skip
    confirm_fields(actor=confirmer, record=record, fields=["price_min"])
    catalog.edit_record(actor=author, record=record, version=1, fields={"title_zh": "密封圈"})
    feed = Origins(Origin(OriginKind.FEED, name="开放数据", read_at=timezone.now() + timedelta(days=1)))
    record = catalog.edit_record(actor=OPERATOR, record=record, version=2, fields={"summary_zh": "摘"}, origins=feed)
    type(record).objects.filter(pk=record.pk).update(state=State.PUBLISHED)
    return record, author


def fetched(client: Any, record: Any, *, api: bool = False) -> Graph:
    name = f"api-{record.kind}-provenance" if api else f"{record.kind}_provenance"
    response = client.get(reverse(name, args=[record.pk]))
    assert response["Content-Type"].partition(";")[0] == "application/ld+json"
    return Graph().parse(data=response.content, format="json-ld")


def one(found: Any) -> Any:
    [value] = found
    return value


def check_constraints(graph: Graph) -> None:
    """Those of PROV-CONSTRAINTS that such a document can break."""
    kinds = {PROV.Entity: set(), PROV.Activity: set(), PROV.Agent: set()}
    agents = (PROV.Person, PROV.Organization, PROV.SoftwareAgent)
    for thing, kind in graph.subject_objects(RDF.type):
        if kind in agents or kind in kinds:
            kinds[PROV.Agent if kind in agents else kind].add(thing)
    assert kinds[PROV.Entity]
    assert not kinds[PROV.Entity] & kinds[PROV.Activity]  # typing: an entity is no activity
    ranges = {
        PROV.wasDerivedFrom: PROV.Entity, PROV.wasRevisionOf: PROV.Entity, PROV.wasQuotedFrom: PROV.Entity,
        PROV.specializationOf: PROV.Entity, PROV.hadMember: PROV.Entity, PROV.used: PROV.Entity,
        PROV.wasGeneratedBy: PROV.Activity, PROV.wasAssociatedWith: PROV.Agent, PROV.actedOnBehalfOf: PROV.Agent,
    }  # fmt: skip
    for relation, kind in ranges.items():
        for thing, target in graph.subject_objects(relation):
            assert target in kinds[kind], (relation, target)
            assert thing != target
    for activity in kinds[PROV.Activity]:
        start, end = (one(graph.objects(activity, time)) for time in (PROV.startedAtTime, PROV.endedAtTime))
        assert start.toPython() <= end.toPython()
        for entity in graph.subjects(PROV.wasGeneratedBy, activity):
            made = one(graph.objects(entity, PROV.generatedAtTime)).toPython()
            assert start.toPython() <= made <= end.toPython()
        for entity in graph.objects(activity, PROV.used):
            for made in graph.objects(entity, PROV.generatedAtTime):
                assert made.toPython() <= end.toPython()  # generation before usage
    for later, earlier in graph.subject_objects(PROV.wasRevisionOf):
        times = [one(graph.objects(entity, PROV.generatedAtTime)).toPython() for entity in (earlier, later)]
        assert times[0] <= times[1]


def test_members_of_the_owner_get_the_whole_story(story, client, settings):
    record, author = story
    client.force_login(author)
    graph = fetched(client, record)
    check_constraints(graph)
    at = f"{settings.HELIU_SITE_URL}{record.get_absolute_url()}"
    versions = [URIRef(f"{at}#version-{number}") for number in (1, 2, 3)]
    assert set(graph.subjects(PROV.specializationOf, URIRef(at))) == set(versions)
    assert list(graph.transitive_objects(versions[2], PROV.wasRevisionOf)) == versions[::-1]
    members = {str(member).rpartition("#")[2] for member in graph.objects(versions[2], PROV.hadMember)}
    assert {"version-2/title_zh", "version-1/price_min", "version-3/summary_zh"} <= members
    assert "version-1/title_zh" not in members
    # The price: a field with its page, the words there, the rule that read them, and who confirmed it.
    price = URIRef(f"{at}#version-1/price_min")
    sources = set(graph.objects(price, PROV.wasDerivedFrom))
    quote = one(source for source in sources if (source, PROV.value, None) in graph)
    page = one(sources - {quote})
    assert one(graph.objects(quote, PROV.wasQuotedFrom)) == page
    assert (str(one(graph.objects(quote, PROV.value))), one(graph.objects(quote, OA.start)).toPython()) == (
        PAGE.quote,
        12,
    )
    assert str(one(graph.objects(page, SCHEMA.url))) == PAGE.url
    assert one(graph.objects(page, SCHEMA.identifier)) == Literal("成果3")
    reading = one(graph.objects(price, PROV.wasGeneratedBy))
    assert one(graph.objects(reading, PROV.startedAtTime)).toPython() == READ_AT
    agents = {
        str(one(graph.objects(agent, RDFS.label))): agent for agent in graph.objects(reading, PROV.wasAssociatedWith)
    }
    assert set(agents) == {"甲", PAGE.rule}
    assert (agents[PAGE.rule], RDF.type, PROV.SoftwareAgent) in graph
    owner = one(graph.objects(agents["甲"], PROV.actedOnBehalfOf))
    assert (owner, RDF.type, PROV.Organization) in graph
    confirmation = one(graph.subjects(PROV.used, price))
    assert str(one(graph.objects(one(graph.objects(confirmation, PROV.wasAssociatedWith)), RDFS.label))) == "乙"


def test_others_get_what_stands_there_now_without_names(story, client):
    record, _author = story
    graph = fetched(client, record)
    check_constraints(graph)
    assert not list(graph.subjects(RDF.type, PROV.Person))
    assert len(list(graph.subjects(RDF.type, PROV.Organization))) == 1
    assert not [thing for thing in graph.subjects() if str(thing).endswith("#version-1/title_zh")]
    assert not list(graph.subjects(PROV.wasQuotedFrom))
    by_api = fetched(client, record, api=True)
    assert isomorphic(by_api, graph)


def test_a_record_from_before_has_a_document_too(story, client):
    record, author = story
    EntryRecord._base_manager.all().delete()
    client.force_login(author)
    graph = fetched(client, record)
    check_constraints(graph)
    assert list(graph.objects(predicate=PROV.hadMember))


def test_the_document_needs_nothing_from_elsewhere(story, client):
    """Its context stands in it, so that whoever reads it fetches nothing."""
    record, _author = story
    document = json.loads(client.get(reverse("achievement_provenance", args=[record.pk])).content)
    assert set(document) == {"@context", "@graph"}
    assert isinstance(document["@context"], dict)
    assert document["@context"]["@version"] == 1.1
    used = {name for node in document["@graph"] for name in node} - {"@id", "@type"}
    assert used <= set(document["@context"])
