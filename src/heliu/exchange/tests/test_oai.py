"""The six verbs, their errors, and that every answer is valid by the schemas."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from heliu.catalog.actions import close_record
from heliu.catalog.choices import State
from heliu.catalog.models import Achievement
from heliu.catalog.tests.factories import AchievementFactory, DemandFactory
from heliu.exchange.choices import SETS
from heliu.exchange.items.texts import ILLUSTRATIVE
from heliu.exchange.models import Exposure
from heliu.exchange.oai import listing
from heliu.exchange.oai.arguments import VERBS
from heliu.exchange.oai.formats import FORMATS
from heliu.exchange.oai.names import name_parts
from heliu.exchange.tests.region import PRIVATE_WORDS, follow, make_region
from heliu.exchange.tests.validating import NEWER, OLDER, check
from heliu.kit.permissions import OPERATOR

pytestmark = pytest.mark.django_db
OAI = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/"}


@pytest.fixture(autouse=True)
def _site(settings):
    cache.clear()
    settings.HELIU_SITE_URL = "https://haihe.example.org"
    settings.HELIU_OPERATOR = "海河创新中心"


def ask(client, **arguments) -> etree._Element:
    response = client.get(reverse("oai"), arguments)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    return etree.fromstring(response.content)


def error_of(document: etree._Element) -> list[str]:
    return document.xpath("//o:error/@code", namespaces=OAI)


def ids(document: etree._Element) -> list[str]:
    return document.xpath("//o:header/o:identifier/text()", namespaces=OAI)


def test_every_answer_is_valid(client, shared_data):
    region = make_region()
    close_record(actor=OPERATOR, record=region.demand)
    follow()
    questions = [{"verb": verb} for verb in ("Identify", "ListMetadataFormats", "ListSets")]
    for prefix in FORMATS:
        for verb in ("ListRecords", "ListIdentifiers"):
            questions += [{"verb": verb, "metadataPrefix": prefix, "set": name} for name in SETS]
            questions.append({"verb": verb, "metadataPrefix": prefix})
        questions += [
            {"verb": "GetRecord", "metadataPrefix": prefix, "identifier": f"oai:haihe.example.org:{row.identifier}"}
            for row in Exposure.objects.all()
        ]
    for question in questions:
        body = client.get(reverse("oai"), question).content
        document = check(shared_data, body)
        assert not PRIVATE_WORDS.search(body.decode()), question
        if error_of(document):
            assert error_of(document)[0] in ("noRecordsMatch", "cannotDisseminateFormat"), question


@pytest.mark.parametrize(("prefix", "namespace"), [("oai_cerif_openaire", OLDER), ("oai_cerif_openaire_v1_2", NEWER)])
def test_neighbours_are_harvestable_and_hold_no_more_than_their_own_record(client, prefix, namespace):
    region = make_region()
    document = ask(client, verb="ListRecords", metadataPrefix=prefix)
    own = {one[0].get("id"): one[0] for one in document.xpath("//o:metadata", namespaces=OAI)}
    assert {name.partition("/")[0] for name in own} == {
        "Products", "Patents", "Publications", "Persons", "OrgUnits", "Projects",
    }  # fmt: skip
    product = own[f"Products/{region.achievement.pk}"]
    assert len(product.findall(f"{{{namespace}}}References")) == 2
    for entity in own.values():
        for inner in entity.iterdescendants(f"{{{namespace}}}*"):
            if inner.get("id") is None:
                continue
            # Each line of the neighbour stands in its own record just so.
            assert {_line(part) for part in inner} <= {_line(part) for part in own[inner.get("id")]}
    person = own[f"Persons/{region.expert.pk}"]
    names = person.find(f"{{{namespace}}}PersonName")
    assert [part.text for part in names] == ["欧阳", "明远", "Ouyang Mingyuan"]


def _line(element):
    """The element with all that is in it, whatever stands around it."""
    return (element.tag, element.text, tuple(sorted(element.items())), tuple(_line(part) for part in element))


def test_dublin_core_of_an_achievement(client):
    region = make_region()
    name = f"oai:haihe.example.org:Products/{region.achievement.pk}"
    document = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=name)
    assert document.xpath("//dc:title/@xml:lang", namespaces=OAI) == ["zh", "en"]
    assert document.xpath("//dc:title/text()", namespaces=OAI)[0] == "抗裂铸件 </script> &"
    assert document.xpath("//dc:creator/text()", namespaces=OAI) == ["欧阳明远"]
    assert document.xpath("//dc:publisher/text()", namespaces=OAI) == ["海河大学"]
    address = f"https://haihe.example.org/achievements/{region.achievement.pk}/"
    assert address in document.xpath("//dc:identifier/text()", namespaces=OAI)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nonsense", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=demands", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-03T10:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-03&until=2026-02-04T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-03&until=2026-02-02", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=nothing", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=a+b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc21", "cannotDisseminateFormat"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=openaire_cris_equipments", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31&until=9999-12-31", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_cerif_openaire&set=demands", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=abc", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=abc", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:haihe.example.org:Products/999999", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%00%ff+%3C", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=oai:other:Products/1", "idDoesNotExist"),
    ],
)
def test_each_error_has_its_code(client, shared_data, query, code):
    make_region()
    body = client.get(f"{reverse('oai')}?{query}").content
    document = check(shared_data, body)
    assert error_of(document) == [code]
    repeated = document.find("o:request", OAI).attrib
    assert bool(repeated) == (code not in ("badVerb", "badArgument"))


def test_a_demand_speaks_dublin_core_alone(client):
    region = make_region()
    name = f"oai:haihe.example.org:Demands/{region.demand.pk}"
    document = ask(client, verb="ListMetadataFormats", identifier=name)
    assert document.xpath("//o:metadataPrefix/text()", namespaces=OAI) == ["oai_dc"]
    document = ask(client, verb="GetRecord", identifier=name, metadataPrefix="oai_cerif_openaire")
    assert error_of(document) == ["cannotDisseminateFormat"]
    assert name not in ids(ask(client, verb="ListIdentifiers", metadataPrefix="oai_cerif_openaire"))


def test_post_is_answered_as_get(client):
    make_region()
    response = client.post(reverse("oai"), {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"})
    assert ids(etree.fromstring(response.content)) == ids(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc"))
    assert client.put(reverse("oai")).status_code == 405
    crowded = client.post(reverse("oai"), {f"a{number}": "1" for number in range(3000)})
    assert error_of(etree.fromstring(crowded.content)) == ["badArgument"]


def test_days_and_seconds_bound_a_list_with_both_ends_in_it(client):
    make_region()
    stamp = datetime(2026, 3, 4, 10, 0, 0, tzinfo=UTC)
    Exposure.objects.update(datestamp=stamp)
    Exposure.objects.filter(entity="demand").update(datestamp=stamp + timedelta(days=1))
    everything = Exposure.objects.count()

    def found(**bounds) -> int:
        return len(ids(ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **bounds)))

    assert found(**{"from": "2026-03-04"}) == everything
    assert found(until="2026-03-04") == everything - 1
    assert found(until="2026-03-04T10:00:00Z") == everything - 1
    assert found(until="2026-03-04T09:59:59Z") == 0
    assert found(**{"from": "2026-03-04T10:00:01Z"}) == 1
    assert found(**{"from": "2026-03-05T10:00:00Z", "until": "2026-03-05T10:00:00Z"}) == 1


def test_a_harvest_skips_nothing_while_items_change(client, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 4)
    make_region()
    DemandFactory.create_batch(9)
    follow()
    Exposure.objects.update(datestamp=datetime(2026, 3, 4, 10, 0, 0, tzinfo=UTC))
    everything = set(Exposure.objects.values_list("identifier", flat=True))
    document = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    seen, pages = ids(document), 1
    cursors = document.xpath("//o:resumptionToken/@cursor", namespaces=OAI)
    while token := "".join(document.xpath("//o:resumptionToken/text()", namespaces=OAI)):
        # What was given already and what was not both change meanwhile.
        first, last = Exposure.objects.order_by("pk").first(), Exposure.objects.order_by("pk").last()
        for row in {first, last}:
            Exposure.objects.filter(pk=row.pk).update(datestamp=datetime(2026, 3, 5, 10, pages, 0, tzinfo=UTC))
        again = ask(client, verb="ListRecords", resumptionToken=token)
        document = ask(client, verb="ListRecords", resumptionToken=token)
        assert ids(again) == ids(document)
        seen += ids(document)
        cursors += document.xpath("//o:resumptionToken/@cursor", namespaces=OAI)
        pages += 1
        assert pages < 30
    assert {name.removeprefix("oai:haihe.example.org:") for name in seen} == everything
    assert [int(after) - int(before) for before, after in pairwise(cursors)] == [4] * (len(cursors) - 1)


def test_a_token_is_of_one_list_and_one_day(client, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 4)
    make_region()
    document = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc")
    [token] = document.xpath("//o:resumptionToken/text()", namespaces=OAI)
    assert document.xpath("//o:resumptionToken/@completeListSize", namespaces=OAI) == [str(Exposure.objects.count())]
    assert error_of(ask(client, verb="ListRecords", resumptionToken=token)) == ["badResumptionToken"]
    assert error_of(ask(client, verb="ListIdentifiers", resumptionToken=token[:-2] + "xx")) == ["badResumptionToken"]
    tomorrow = datetime.now(tz=UTC).timestamp() + 25 * 3600
    monkeypatch.setattr("django.core.signing.time.time", lambda: tomorrow)
    assert error_of(ask(client, verb="ListIdentifiers", resumptionToken=token)) == ["badResumptionToken"]


def test_the_service_describes_itself_once(client, settings):
    document = ask(client, verb="Identify")
    [service] = document.xpath("//*[local-name()='Service']")
    assert service.tag.startswith("{https://www.openaire.eu/cerif-profile/1.1/}")
    assert document.findtext(".//o:deletedRecord", namespaces=OAI) == "persistent"
    assert document.findtext(".//o:adminEmail", namespaces=OAI) == "postmaster@haihe.example.org"
    settings.HELIU_SITE_URL = "http://127.0.0.1:8000"
    assert b"oai:heliu.localhost:" in client.get(reverse("oai"), {"verb": "Identify"}).content


TEXTS = st.text(max_size=30) | st.sampled_from(
    [*VERBS, *FORMATS, *SETS, "2026-01-01", "2026-01-01T00:00:00Z", "0001-01-01", "9999-12-31T23:59:59Z", "٢٠٢٦-٠١-٠١"]
)
NAMES = st.sampled_from(["verb", "metadataPrefix", "set", "from", "until", "identifier", "resumptionToken"]) | TEXTS


@given(pairs=st.lists(st.tuples(NAMES, TEXTS), max_size=7), verb=st.sampled_from([*VERBS, None]), post=st.booleans())
@example(pairs=[("resumptionToken", "\x00")], verb="ListRecords", post=False)
@example(pairs=[("resumptionToken", "\ufffe")], verb="ListSets", post=True)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_the_answer_is_valid(client, shared_data, pairs, verb, post):
    sent = ([("verb", verb)] if verb else []) + pairs
    query = urlencode(sent, errors="surrogatepass")
    if post:
        response = client.post(reverse("oai"), query, content_type="application/x-www-form-urlencoded")
    else:
        response = client.get(f"{reverse('oai')}?{query}")
    assert response.status_code == 200
    check(shared_data, response.content)


@given(
    raw=st.binary(max_size=60),
    kind=st.sampled_from(["application/x-www-form-urlencoded", "multipart/form-data", "text/xml"]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_are_answered_too(client, shared_data, raw, kind):
    response = client.post(reverse("oai"), raw, content_type=kind)
    assert response.status_code == 200
    check(shared_data, response.content)
    query = re.sub(r"[\r\n#]", "", raw.decode("latin-1"))
    assert client.generic("GET", reverse("oai"), QUERY_STRING=query).status_code == 200


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        ({"zh": "张伟"}, ("张", "伟", "")),
        ({"zh": "欧阳修"}, ("欧阳", "修", "")),
        ({"zh": "欧阳"}, ("欧", "阳", "")),
        ({"zh": "张伟", "en": "Zhang Wei"}, ("张", "伟", "Zhang Wei")),
        ({"zh": "阿依古丽·买买提"}, ("", "", "阿依古丽·买买提")),
        ({"en": "Zhang Wei"}, ("", "", "Zhang Wei")),
        ({"en": "Zhang, Wei"}, ("Zhang", "Wei", "")),
        ({}, ("", "", "")),
    ],
)
def test_a_name_is_taken_apart_only_where_it_is_certain(names, parts):
    assert name_parts(names) == parts


def test_what_is_invented_says_so_in_every_format(client):
    AchievementFactory(title_zh="示例密封件", state=State.PUBLISHED, illustrative=True)
    follow()
    for prefix in FORMATS:
        answer = client.get(reverse("oai"), {"verb": "ListRecords", "metadataPrefix": prefix}).content.decode()
        assert ILLUSTRATIVE["zh"] in answer
    linked = client.get(reverse("achievement_jsonld", args=[Achievement.objects.get().pk])).content.decode()
    assert ILLUSTRATIVE["en"] in linked


def test_chinese_comes_first_whatever_order_the_database_keeps(client):
    AchievementFactory(title_zh="密封件", title_en="Seal", state=State.PUBLISHED)
    follow()
    for row in Exposure.objects.all():
        row.content = {
            key: dict(reversed(value.items())) if isinstance(value, dict) else value
            for key, value in row.content.items()
        }
        row.save()
    for prefix, titles in (("oai_dc", "//dc:title/@xml:lang"), ("oai_cerif_openaire", "//*[local-name()='Name']/@*")):
        document = ask(client, verb="ListRecords", metadataPrefix=prefix, set="openaire_cris_products")
        assert document.xpath(titles, namespaces=OAI)[:2] == ["zh", "en"]


def test_who_asks_too_fast_is_told_when_to_come_again(client, settings):
    settings.HELIU_OAI_RATE = "2/min"
    answers = [client.get("/oai", {"verb": "Identify"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 503]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert not answers[2].content
    # Another harvester is counted by itself; a made-up header makes nobody another.
    assert client.get("/oai", {"verb": "Identify"}, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 503
    assert client.get("/oai", {"verb": "Identify"}, REMOTE_ADDR="192.0.2.7").status_code == 200
