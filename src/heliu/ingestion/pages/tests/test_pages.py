"""Pages and API: handed in, read, decided on, made into a record; excerpts for members, nothing for strangers."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heliu.accounts.tests.factories import (
    OrganisationFactory,
    UserFactory,
    administrator,
    fresh,
    manager,
    member,
    reviewer,
)
from heliu.agenda.sources import sources
from heliu.catalog.models import Demand
from heliu.ingestion.pages.functions import FUNCTIONS
from heliu.ingestion.pages.models import DraftedRecord, Page
from heliu.kit.tests.servers import LOOPBACK
from heliu_engine.understanding.functions import functions_of

from .factories import BODY, NEED, TITLE, mention_of, page_html, page_of, site, upload

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def text_of(client, address: str, **options) -> str:
    answer = client.get(address, headers=ENGLISH, **options)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_handed_in_by_address_and_looked_at(signed_in, person, house, settings, django_capture_on_commit_callbacks):
    settings.HELIU_ALLOW_PRIVATE_ADDRESSES, settings.HELIU_INGEST_PAUSE = LOOPBACK, 0
    add = reverse("page_add")
    assert "Give either an address or a file" in signed_in.post(add, {}, headers=ENGLISH).content.decode()
    assert "no address that a request" in signed_in.post(add, {"url": "ftp://x.org"}, headers=ENGLISH).content.decode()
    with site() as web:
        web.put("/news", page_html())
        answer = signed_in.post(add, {"url": web.url("/news"), "organisation": house.pk})
        page = Page.objects.get()
        assert answer["Location"] == page.get_absolute_url()
        waiting = text_of(signed_in, page.get_absolute_url())
        assert "Waiting for the worker to begin" in waiting
        with django_capture_on_commit_callbacks(execute=True):
            signed_in.post(add, {"url": web.url("/news"), "organisation": house.pk})
        Page.objects.update(started_at="2026-01-01T00:00Z")
        with django_capture_on_commit_callbacks(execute=True):
            signed_in.post(reverse("page_step", args=[page.pk, "again"]))
    read = text_of(signed_in, page.get_absolute_url())
    for words in (TITLE, "示例日报", "What it speaks of", "What is asked for, and what answers it", "中试平台"):
        assert words in read
    polled = signed_in.get(page.get_absolute_url(), headers={"HX-Request": "true"})
    assert polled["HX-Refresh"] == "true"
    [own] = [source for source in sources() if source.name == "pages"]
    assert [item.about for item in own.items(fresh(person), 5)] == [TITLE]
    signed_in.post(reverse("page_step", args=[page.pk, "done"]))
    assert own.count(fresh(person)) == 0


def test_a_page_of_many_mentions_asks_the_database_a_fixed_number_of_times(signed_in, person, house):
    page = page_of(person, house)
    counts = []
    for body in (
        BODY,
        [line for number in range(6) for line in (f"第{number}滨城理工大学与第{number}示例研究院共建平台。", *BODY)],
    ):
        page = page_of(person, house, page_html(*body))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            text_of(signed_in, page.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_planted_headline_is_told_with_its_reasons(signed_in, person, house):
    planted = "高清视频免费观看_在线视频_亚洲精品国产2区"
    page = page_of(
        person,
        house,
        page_html(*(line * 2 for line in BODY)).replace(f"<title>{TITLE}".encode(), f"<title>{planted}".encode()),
    )
    assert (page.title, page.spam) == (TITLE, True)
    shown = text_of(signed_in, page.get_absolute_url())
    assert "was planted" in shown
    assert "made of words that search spam is made of" in shown
    assert planted not in shown.split("<h1")[1].split("</h1>")[0]


def test_decided_on_by_buttons_and_form(signed_in, person, house):
    page = page_of(person, house)
    mention = mention_of(page, "organisation", "滨城理工大学")
    address = reverse("mention_detail", args=[page.pk, mention.pk])
    assert signed_in.post(address, {"decision": "refused", "turn": "1"}).status_code == 302
    mention.refresh_from_db()
    assert mention.decision == "refused"
    stale = signed_in.post(address, {"decision": "confirmed", "turn": "1"}, headers=ENGLISH)
    assert stale.status_code == 409
    assert "Somebody else has decided" in stale.content.decode()
    known = OrganisationFactory(name_zh="滨城理工大学（北辰）", name_en="")
    assert "滨城理工大学（北辰）" in text_of(signed_in, address)
    answer = signed_in.post(
        address, {"decision": "confirmed", "turn": "2", "kind": "organisation", "target": str(known.pk)}
    )
    assert answer.status_code == 302
    mention.refresh_from_db()
    assert (mention.decision, mention.target_id) == ("confirmed", known.pk)
    assert "滨城理工大学（北辰）" in text_of(signed_in, page.get_absolute_url() + "?kind=organisation")
    assert signed_in.post(address, {"decision": "x", "turn": "3"}).status_code == 200
    answer = signed_in.get(reverse("mention_export", args=[page.pk]))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert "滨城理工大学（北辰）" in [row[5] for row in sheet.iter_rows(values_only=True)]


def test_made_into_a_demand_by_the_ordinary_form(signed_in, person, house):
    page = page_of(person, house)
    mention = mention_of(page, "demand", NEED)
    address = f"{reverse('page_draft', args=[page.pk, 'demand'])}?mention={mention.pk}"
    shown = text_of(signed_in, address)
    assert "At most" in shown
    assert "泄漏率≤1e-6 Pa·m3/s" in shown
    typed = {"organisation": house.pk, "title_zh": "低温密封", "description_zh": "密封圈在低温下会漏", "tier": "public",
             "parameters": "泄漏率≤1e-6 Pa·m3/s\r\n"}  # fmt: skip
    assert "Give a title" in signed_in.post(address, typed | {"title_zh": ""}, headers=ENGLISH).content.decode()
    answer = signed_in.post(address, typed)
    record = Demand.objects.get()
    assert answer["Location"] == record.get_absolute_url()
    assert "Made from a page" in text_of(signed_in, record.get_absolute_url())
    assert DraftedRecord.objects.get().taken == ["parameters", "source"]
    assert "低温密封" in text_of(signed_in, page.get_absolute_url())
    # What was written word for word is more than its terms allow.
    long = signed_in.post(address, typed | {"description_zh": page.versions.get().body}, headers=ENGLISH)
    assert "word for word" in long.content.decode()
    assert Demand.objects.count() == 1
    assert signed_in.get(reverse("page_draft", args=[page.pk, "nothing"])).status_code == 404


def test_a_shared_page_is_an_excerpt_to_members_and_nothing_to_others(client, person, house):
    page = page_of(person, house)
    client.force_login(person)
    client.post(reverse("page_step", args=[page.pk, "share"]))
    whole, listed = page.get_absolute_url(), reverse("page_list")
    client.force_login(member(OrganisationFactory(verified=True)))
    shown = text_of(client, whole)
    assert BODY[0] in shown
    assert BODY[3] not in shown
    assert "What it speaks of" not in shown
    assert TITLE in text_of(client, listed)
    assert house.name not in text_of(client, listed)
    for name, arguments in (("page_file", [page.pk, 1]), ("page_version", [page.pk, 1]), ("mention_export", [page.pk]),
                            ("page_draft", [page.pk, "demand"])):  # fmt: skip
        assert client.get(reverse(name, args=arguments)).status_code == 404
    assert client.post(reverse("page_step", args=[page.pk, "delete"])).status_code == 403
    client.force_login(UserFactory())
    assert client.get(whole).status_code == 404
    assert client.get(reverse("page_add")).status_code == 403
    assert TITLE not in text_of(client, listed)
    for who in (manager(), reviewer(), administrator()):
        client.force_login(who)
        assert client.get(reverse("page_add")).status_code == 200
    client.logout()
    assert client.get(whole).status_code == 302


def test_the_list_filters_sorts_and_goes_into_a_file(signed_in, person, house):
    first = page_of(person, house)
    page_of(person, house, "密封圈试验记录，供内部使用，内容从略，请见附件。".encode(), name="notes.txt")
    listed = reverse("page_list")
    assert "notes" in text_of(signed_in, listed + "?kind=text&whose=mine&sort=title")
    assert TITLE not in text_of(signed_in, listed + "?kind=text").split('id="results"')[1]
    assert TITLE in text_of(signed_in, listed + "?q=低温&state=read")
    answer = signed_in.get(reverse("page_export") + "?format=csv&sort=added", headers=ENGLISH)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].startswith(TITLE)
    assert len(lines) == 3
    file = signed_in.get(reverse("page_file", args=[first.pk, 1]))
    assert "attachment" in file["Content-Disposition"]
    assert file["Content-Type"] == "application/octet-stream"
    assert b"".join(file.streaming_content) == page_html()


def test_what_a_region_asks_for_stands_beside_what_answers_it(client):
    shown = text_of(client, reverse("function_list"))
    assert shown.count("not there yet") >= 4
    keys = {function.key for function in FUNCTIONS}
    asked = functions_of("探索以融资租赁方式助力科技服务业发展，集聚算力，京津冀协同，链主企业，揭榜，创新联合体")
    assert set(asked) <= keys
    for function in FUNCTIONS:
        assert f'id="{function.key}"' in shown
        for address, _label in function.links():
            assert client.get(address, follow=True).status_code == 200


def test_the_api_does_what_the_pages_do(signed_in, person, house, django_capture_on_commit_callbacks):
    pages = "/api/v1/pages/"
    assert signed_in.post(pages, {}, "application/json").status_code == 400
    assert signed_in.post(pages, {"url": "ftp://x"}, "application/json").status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in.post(pages, {"file": upload(), "organisation": house.pk})
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    own = f"{pages}{answer.json()['id']}/"
    read = signed_in.get(own).json()
    assert (read["state"], read["title"], read["readable"]) == ("read", TITLE, True)
    assert read["excerpt"]["cut"]
    [version] = signed_in.get(f"{own}versions/").json()
    assert version["body"].split("\n") == list(BODY)
    mentions = signed_in.get(f"{own}mentions/").json()
    need = next(one for one in mentions if one["kind"] == "demand" and NEED in one["name"])
    decided = signed_in.post(
        f"{own}mentions/{need['id']}/decide/", {"turn": 1, "decision": "confirmed"}, "application/json"
    )
    assert decided.json()["decision"] == "confirmed"
    again = signed_in.post(
        f"{own}mentions/{need['id']}/decide/", {"turn": 1, "decision": "refused"}, "application/json"
    )
    assert again.status_code == 409
    offered = signed_in.get(f"{own}proposal/?kind=demand&mention={need['id']}").json()
    parameters = next(one for one in offered if one["field"] == "parameters")
    assert signed_in.get(f"{own}proposal/?kind=x").status_code == 400
    wanted = {"kind": "demand", "mention": need["id"], "organisation": house.pk,
              "values": {"title_zh": "低温密封", "parameters": parameters["value"]}}  # fmt: skip
    made = signed_in.post(f"{own}records/", wanted, "application/json")
    assert made.status_code == 201, made.content
    assert made.json()["state"] == "draft"
    assert signed_in.get(f"{own}records/").json()[0]["taken"] == ["parameters", "source"]
    assert signed_in.post(f"{own}records/", wanted | {"organisation": 10**6}, "application/json").status_code == 400
    assert signed_in.post(f"{own}share/", {"shared": True}, "application/json").json()["shared"] is True
    assert b"".join(signed_in.get(f"{own}versions/1/file/").streaming_content) == page_html()
    assert len(signed_in.get(f"{pages}functions/").json()) == len(FUNCTIONS)
    signed_in.force_login(member(OrganisationFactory(verified=True)))
    shared = signed_in.get(own).json()
    assert (shared["readable"], shared["organisation"], shared["state"]) == (False, None, None)
    assert shared["excerpt"]["text"]
    assert signed_in.get(f"{own}versions/").status_code == 404
    assert signed_in.delete(own).status_code == 403
    signed_in.force_login(person)
    assert signed_in.delete(own).status_code == 204
    assert not Page.objects.exists()
