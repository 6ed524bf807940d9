"""An answer to the coach is put into words by a language model, in the form of a demand."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from heliu.accounts.tests.factories import OrganisationFactory, owner
from heliu.catalog.models import Demand
from heliu.matching.tests.chat_server import KEY, MODEL, running_chat_server

from .people import Visitor, with_password

NEED = {"zh-hans": "海边钢结构三年就锈。", "en": "Steel by the sea rusts within three years."}
REPLY = {"zh-hans": "工作温度80℃，湿度95%。", "en": "It works at 80 ℃ and a humidity of 95%."}
GAPPED = {"zh-hans": "工作温度80℃，湿度＿＿。", "en": "It works at 80 ℃ and a humidity of ＿＿."}


@pytest.fixture
def chat(settings):
    cache.clear()
    with running_chat_server() as running:
        settings.HELIU_DRAFTER_URL, settings.HELIU_DRAFTER_MODEL = running.base, MODEL
        settings.HELIU_DRAFTER_KEY = KEY
        yield running


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_wording_is_used_undone_and_discarded(chat, live_server, browser, check_page, language, phone):
    person = with_password(owner(OrganisationFactory(verified=True)))
    visitor = Visitor.arrive(browser, live_server.url, language, phone=phone)
    page = visitor.page
    visitor.sign_in(person)
    visitor.go(reverse("demand_create"))
    area = page.locator(f"#id_description_{'zh' if language == 'zh-hans' else 'en'}")
    area.fill(NEED[language])
    name = page.locator("[data-coach-answer]").first.get_attribute("data-coach-answer")
    # The coach reads anew whenever the text changes, and keeps what was begun here.
    question = page.locator(f'[data-coach-answer="{name}"]')
    ask = question.locator("[data-drafting] button[hx-post]")
    box = question.locator("[data-wording]")
    expect(ask).to_be_visible()

    # Without an answer there is nothing to word, and the page says so.
    ask.click()
    expect(box).to_contain_text(visitor.words("Write a short answer first: it is what is put into words."))
    assert chat.asked == []

    # What was asked for is marked, with a gap for what nobody said.
    chat.reply = REPLY[language]
    question.locator("textarea").fill("80℃")
    ask.click()
    expect(box).to_contain_text(visitor.words("Drafted by a language model: check it"))
    expect(box.locator("[data-wording-text]")).to_have_text(GAPPED[language])
    expect(box.locator("del")).to_have_text("95%")
    assert NEED[language] in chat.sent_text
    assert person.email not in chat.sent_text
    check_page(page)
    expect(area).to_have_value(NEED[language])

    # It goes into the text on demand, the gap chosen; one click takes it out again, and what was written since stays.
    used = f"{NEED[language]}\n{GAPPED[language]}"
    box.locator("[data-wording-use]").click()
    expect(area).to_have_value(used)
    assert page.evaluate("getSelection().toString()") == "＿＿"
    box.locator("[data-wording-undo]").click()
    expect(area).to_have_value(NEED[language])
    box.locator("[data-wording-use]").click()
    area.fill(f"{used}!")
    box.locator("[data-wording-undo]").click()
    expect(area).to_have_value(f"{NEED[language]}!")

    # Discarded, it is gone, and nothing of it all was stored.
    box.locator("[data-wording-discard]").click()
    expect(box).to_be_empty()
    expect(ask).to_be_focused()
    assert not Demand.objects.exists()

    # A demand that is confidential in the form is not sent.
    asked = len(chat.asked)
    page.locator("input[name=tier][value=confidential]").check()
    ask.click()
    expect(box).to_contain_text(
        visitor.words("Nothing was sent: texts of demands on request or confidential do not go to a language model.")
    )
    assert len(chat.asked) == asked
    check_page(page)
