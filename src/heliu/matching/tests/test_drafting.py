"""Suggested wordings, against a real server that speaks the chat protocol."""

from __future__ import annotations

import json
import logging
import threading
import time
from html import unescape

import pytest
from django.core.cache import cache
from django.core.checks import run_checks
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from heliu.catalog.choices import State, Tier
from heliu.matching.drafting import adapters
from heliu.matching.drafting.client import MOST_BYTES
from heliu.matching.tests.chat_server import KEY, MODEL, running_chat_server
from heliu.matching.tests.factories import DemandFactory, OrganisationFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
NEED = "海边钢结构三年就锈，希望涂层耐盐雾1000小时以上。"
ENGLISH = {"Accept-Language": "en"}
MARK = "由语言模型起草，请核对"


@pytest.fixture
def chat(settings):
    """The server that the settings name."""
    cache.clear()
    with running_chat_server() as running:
        settings.HELIU_DRAFTER_URL, settings.HELIU_DRAFTER_MODEL = running.base, MODEL
        settings.HELIU_DRAFTER_KEY, settings.HELIU_DRAFTER_TIMEOUT = KEY, 5.0
        yield running


@pytest.fixture
def person(client):
    somebody = UserFactory()
    client.force_login(somebody)
    return somebody


def ask(client, headers=None, **changed):
    fields = {
        "text": NEED,
        "element": "conditions",
        "answer": "海边，-20到80℃",
        "lang": "zh",
        "tier": "public",
        **changed,
    }
    return client.post(reverse("wording"), fields, headers=headers)


def page_of(response) -> str:
    return unescape(response.content.decode())


def test_an_answer_is_worded_and_marked(client, person, chat):
    chat.reply = "设备在海边使用，工作温度为-20℃至80℃。"
    with CaptureQueriesContext(connection) as queries:
        response = ask(client)
    assert response.status_code == 200
    page = page_of(response)
    assert MARK in page
    assert MODEL in page
    assert chat.reply in page
    assert "<mark>" not in page
    assert "<html" not in page
    assert "no-store" in response["Cache-Control"]
    english = page_of(ask(client, headers=ENGLISH))
    assert "Drafted by a language model: check it" in english
    (asked, _again) = chat.asked
    assert asked["model"] == MODEL
    assert chat.authorised == [f"Bearer {KEY}"] * 2
    assert NEED in chat.sent_text
    assert "海边，-20到80℃" in chat.sent_text
    assert person.email not in json.dumps(asked, ensure_ascii=False)
    written = [query["sql"] for query in queries if not query["sql"].lstrip().upper().startswith(("SELECT", "PRAGMA"))]
    assert written == [], "nothing is stored"


def test_it_is_asked_in_the_language_of_the_text(client, person, chat):
    chat.reply = "The parts are used by the sea."
    response = ask(client, lang="en")
    assert 'lang="en"' in response.content.decode()
    assert "You help a company" in chat.asked[-1]["messages"][0]["content"]
    ask(client)
    assert "你帮企业" in chat.asked[-1]["messages"][0]["content"]


def test_what_was_not_said_is_taken_out(client, person, chat):
    chat.reply = "设备在青岛海边使用，湿度95%，按GB/T 1771试验。"
    page = page_of(ask(client))
    text = page.partition("data-wording-text")[2].partition("</p>")[0]
    assert text.count("<mark>＿＿</mark>") == 4
    for invented in ("青岛", "95%", "GB/T", "1771"):
        assert invented not in text
        assert f">{invented}</del>" in page
    assert "以下内容您没有说过" in page
    assert "You have not said this" in page_of(ask(client, headers=ENGLISH))


def test_html_in_a_reply_is_escaped(client, person, chat):
    chat.reply = "<script>alert(1)</script>海边<img src=x onerror=alert(2)>"
    page = ask(client).content.decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;" in page


@pytest.mark.parametrize(
    ("misbehaves", "told", "in_english", "logged"),
    [
        ({"status": 500}, "拒绝了请求", "refused", "HTTP 500"),
        ({"status": 429}, "拒绝了请求", "refused", "HTTP 429"),
        ({"raw": b"<html>no json"}, "答复格式不符", "another form", "unreadable"),
        ({"raw": b"[" * 50_000}, "答复格式不符", "another form", "unreadable"),
        ({"raw": b'{"choices": []}'}, "答复格式不符", "another form", "unreadable"),
        ({"raw": b'{"choices": [{"message": {"content": [1]}}]}'}, "答复格式不符", "another form", "unreadable"),
        ({"raw": b"\xff\xfe{}"}, "答复格式不符", "another form", "unreadable"),
        ({"raw": b" " * (MOST_BYTES + 1)}, "没有给出可用的文字", "no usable wording", "too_long"),
        ({"reply": "锈" * 2000}, "没有给出可用的文字", "no usable wording", "too_long"),
        ({"finish_reason": "length"}, "没有给出可用的文字", "no usable wording", "cut off"),
        ({"reply": "<think>…</think>"}, "没有给出可用的文字", "no usable wording", "empty"),
        ({"reply": None}, "没有给出可用的文字", "no usable wording", "empty"),
    ],
)  # fmt: skip
def test_a_server_that_misbehaves(client, person, chat, caplog, misbehaves, told, in_english, logged):
    for name, value in misbehaves.items():
        setattr(chat, name, value)
    with caplog.at_level(logging.DEBUG):
        response = ask(client)
    assert response.status_code == 502
    assert told in page_of(response)
    assert in_english in page_of(ask(client, headers=ENGLISH))
    assert "wording-refused" in response.content.decode(), "the script shows what has this mark"
    log = "\n".join(record.getMessage() for record in caplog.records)
    assert logged in log
    for secret in (KEY, "海边", "盐雾", "80", chat.base):
        assert secret not in log


@pytest.mark.parametrize("slow", [{"wait": 2.0}, {"trickle": 0.1}])
def test_a_slow_server_is_not_waited_for(client, person, chat, settings, slow):
    settings.HELIU_DRAFTER_TIMEOUT = 0.4
    for name, value in slow.items():
        setattr(chat, name, value)
    began = time.monotonic()
    response = ask(client)
    assert time.monotonic() - began < 1.5
    assert response.status_code == 502
    assert "没有答复" in page_of(response)


def test_a_server_that_is_gone(client, person, chat, settings):
    settings.HELIU_DRAFTER_URL = "http://127.0.0.1:1/v1"
    response = ask(client)
    assert response.status_code == 502
    assert "无法连接语言模型" in page_of(response)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(client, person, chat, status):
    with running_chat_server() as elsewhere:
        chat.status, chat.location = status, elsewhere.base + "/chat/completions"
        assert ask(client).status_code == 502
        assert elsewhere.asked == []
    chat.location = "/v1/chat/completions"
    assert ask(client).status_code == 502
    assert len(chat.asked) == 2, "not within the same server either"


def test_it_is_off_unless_a_server_is_named(client, person, settings):
    assert settings.HELIU_DRAFTER_URL == ""
    assert ask(client).status_code == 404
    assert render_to_string("matching/drafting/button.html", {"element": "object"}).strip() == ""
    assert render_to_string("matching/drafting/assets.html").strip() == ""


def test_only_who_is_signed_in_may_ask(client, chat):
    response = ask(client)
    assert response.status_code == 401
    assert "您已退出登录" in page_of(response)
    assert chat.asked == []
    client.force_login(UserFactory())
    assert ask(client).status_code == 200
    assert client.get(reverse("wording")).status_code == 405


def test_a_form_against_forgery_is_needed(chat):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory())
    assert ask(strict).status_code == 403
    assert chat.asked == []


@pytest.mark.parametrize("tier", [Tier.ON_REQUEST, Tier.CONFIDENTIAL])
def test_what_is_not_for_everybody_stays_here(client, person, chat, settings, tier):
    response = ask(client, tier=tier)
    assert response.status_code == 403
    assert "未发送任何内容" in page_of(response)
    assert chat.asked == []
    for open_tier in (Tier.PUBLIC, Tier.MEMBERS):
        assert ask(client, tier=open_tier).status_code == 200
    settings.HELIU_DRAFTER_CONFIDENTIAL = True
    assert ask(client, tier=tier).status_code == 200


def test_the_stored_tier_counts_as_well(client, chat):
    organisation = OrganisationFactory()
    client.force_login(member_of(organisation))
    closed = DemandFactory(organisation=organisation, tier=Tier.CONFIDENTIAL, state=State.DRAFT)
    opened = DemandFactory(organisation=organisation)
    others = DemandFactory(tier=Tier.CONFIDENTIAL)
    assert ask(client, demand=closed.pk).status_code == 403
    assert ask(client, demand=others.pk).status_code == 404, "nothing is told of what one may not see"
    assert ask(client, demand=DemandFactory().pk).status_code == 403
    assert chat.asked == []
    assert ask(client, demand=opened.pk).status_code == 200


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"answer": " "}, "请先简短作答"),
        ({"answer": "锈" * 1001}, "1000"),
        ({"element": "soul"}, "刷新后重试"),
        ({"tier": ""}, "刷新后重试"),
        ({"lang": "fr"}, "刷新后重试"),
    ],
)
def test_what_cannot_be_asked_is_not_sent(client, person, chat, changed, told):
    response = ask(client, **changed)
    assert response.status_code == 400
    assert told in page_of(response)
    assert chat.asked == []


def test_one_person_may_not_ask_without_end(client, person, chat, settings):
    settings.HELIU_DRAFTER_RATE = "2/min"
    assert [ask(client).status_code for _ in range(3)] == [200, 200, 429]
    assert "操作过于频繁" in page_of(ask(client))
    assert len(chat.asked) == 2
    client.force_login(UserFactory())
    assert ask(client).status_code == 200, "others may"


def test_a_process_keeps_threads_for_pages(client, person, chat, monkeypatch):
    chat.before_answer.clear()
    answered = adapters.Answered(NEED, "conditions", "海边", "zh", ("public",))
    waiting = [
        threading.Thread(target=adapters.ask_for_wording, kwargs={"actor": person, "answered": answered})
        for _ in range(adapters.AT_ONCE)
    ]
    for thread in waiting:
        thread.start()
    while len(chat.asked) < adapters.AT_ONCE:
        time.sleep(0.01)
    response = ask(client)
    assert response.status_code == 503
    assert "正在处理其他请求" in page_of(response)
    chat.before_answer.set()
    for thread in waiting:
        thread.join(10)
    assert ask(client).status_code == 200


def test_the_button_says_where_the_text_goes(chat, settings):
    context = {"element": "conditions", "area": "id_description_zh", "answer": "id_answer", "demand": 7}
    button = render_to_string("matching/drafting/button.html", context)
    assert "本机上的语言模型" in button
    assert 'data-text="id_description_zh"' in button, "the need is the text area unless something else is said"
    settings.HELIU_DRAFTER_URL = "https://models.example:8443/v1"
    button = render_to_string("matching/drafting/button.html", {**context, "text": "id_title_zh id_description_zh"})
    assert "models.example " in button
    assert 'data-text="id_title_zh id_description_zh"' in button
    assert KEY not in button


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("URL", "ftp://server/v1", "HELIU_DRAFTER_URL"),
        ("URL", "server:8080", "HELIU_DRAFTER_URL"),
        ("URL", "http://server:port/v1", "HELIU_DRAFTER_URL"),
        ("URL", "http://somebody:secret@server/v1", "HELIU_DRAFTER_KEY"),
        ("URL", "http://server/v1#model", "HELIU_DRAFTER_MODEL"),
        ("MODEL", "", "HELIU_DRAFTER_MODEL"),
        ("TIMEOUT", 0.0, "HELIU_DRAFTER_TIMEOUT"),
        ("TIMEOUT", float("nan"), "HELIU_DRAFTER_TIMEOUT"),
        ("RATE", "often", "HELIU_DRAFTER_RATE"),
        ("RATE", "2/fortnight", "HELIU_DRAFTER_RATE"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_at_the_start(chat, settings, name, value, problem):
    assert [check for check in run_checks() if check.id == "matching.E002"] == []
    setattr(settings, f"HELIU_DRAFTER_{name}", value)
    (found,) = (check for check in run_checks() if check.id == "matching.E002")
    assert problem in found.msg
    assert "secret" not in found.msg
