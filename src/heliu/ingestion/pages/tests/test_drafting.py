"""A record made from a page: what is proposed, where it came from, how much may be taken over."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from heliu.accounts.tests.factories import OrganisationFactory, fresh, manager, member, reviewer
from heliu.catalog.actions import publish_record, submit_record
from heliu.catalog.choices import State
from heliu.catalog.models import Demand
from heliu.catalog.origins import OriginKind
from heliu.catalog.signals import record_written
from heliu.ingestion.pages import actions
from heliu.ingestion.pages.adapters import RUN, most_taken_over, taken_over
from heliu.ingestion.pages.errors import NotReadYet, TooMuchTaken
from heliu.ingestion.pages.models import DraftedRecord
from heliu.ingestion.pages.proposals import in_ten_thousands, propose, sentence_at
from heliu.ingestion.pages.selectors import drafted_from
from heliu.provenance.selectors import origins_of

from .factories import BODY, NEED, TITLE, mention_of, page_html, page_of, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """What the catalog announces as written, with the origins of the fields."""
    heard = []

    def hear(sender, **told):
        heard.append(told)

    record_written.connect(hear)
    yield heard
    record_written.disconnect(hear)


def offered(page, kind, mention):
    version = page.versions.get(number=page.latest)
    return {one.field: one for one in propose(page, version, kind, mention)}


def test_a_stated_need_becomes_a_demand_that_knows_where_it_came_from(person, house, written):
    page = page_of(person, house)
    mention = mention_of(page, "demand", NEED)
    found = offered(page, "demand", mention)
    assert found["budget_max"].value == Decimal(150)
    assert "泄漏率≤1e-6 Pa·m3/s" in found["parameters"].value
    assert found["source"].value == f"示例日报 · {TITLE} · 2026-06-04"
    body = page.versions.get().body
    for one in found.values():
        if one.start is not None:
            assert body[one.start : one.start + len(one.quote)] == one.quote
    fields = {name: one.value for name, one in found.items() if name in ("budget_max", "parameters")}
    fields |= {"title_zh": "低温下不泄漏的橡胶密封圈", "description_zh": "在零下六十度以下使用的密封圈会漏。"}
    record = actions.draft_record(
        actor=fresh(person), page=page, kind="demand", organisation=house, fields=fields, mention=mention
    )
    assert (record.state, record.organisation, record.budget_max) == (State.DRAFT, house, Decimal(150))
    [told] = [one for one in written if one["record"] == record]
    origins = told["origins"]
    from_page = origins.of("parameters")
    assert (from_page.kind, from_page.name, from_page.rule) == (
        OriginKind.PAGE, TITLE, page.versions.get().understood_by
    )  # fmt: skip
    assert body[from_page.start :].startswith(from_page.quote)
    assert origins.of("title_zh").kind == OriginKind.PERSON
    # The ledger of the record's origins has it, with the words of the page.
    ledger = {one.field: one.origin for one in origins_of(record)}
    assert (ledger["parameters"].kind, ledger["parameters"].quote) == (OriginKind.PAGE, from_page.quote)
    assert ledger["description_zh"].kind == OriginKind.PERSON
    kept = DraftedRecord.objects.get()
    assert (kept.taken, kept.made_by, kept.mention) == (["budget_max", "parameters", "source"], person, mention)
    assert kept.proposed["budget_max"]["value"] == "150"
    # The usual way from here.
    submit_record(actor=fresh(person), record=record)
    published = publish_record(actor=fresh(reviewer()), record=Demand.objects.get(pk=record.pk))
    assert published.state == State.PUBLISHED
    [shown] = drafted_from(fresh(person), page)
    assert (shown.title, shown.row) == (record.title, kept)


def test_a_field_that_was_changed_is_the_persons_own(person, house, written):
    page = page_of(person, house)
    actions.draft_record(
        actor=fresh(person), page=page, kind="demand", organisation=house, fields={"title_zh": TITLE + "（二）"}
    )
    assert written[-1]["origins"].of("title_zh").kind == OriginKind.PERSON
    actions.draft_record(actor=fresh(person), page=page, kind="demand", organisation=house, fields={"title_zh": TITLE})
    assert written[-1]["origins"].of("title_zh").kind == OriginKind.PAGE


def test_more_than_the_terms_allow_is_not_taken_over(person, house):
    notice = "本报版权所有，未经授权不得转载"
    long = [line * 6 for line in BODY]
    page = page_of(person, house, page_html(*long, notice=notice))
    body = page.versions.get().body
    fields = {"title_zh": "密封", "description_zh": body[:260]}
    with pytest.raises(TooMuchTaken):
        actions.draft_record(actor=fresh(person), page=page, kind="demand", organisation=house, fields=fields)
    assert not Demand.objects.exists()
    # Split over the fields it is as much.
    split = {"title_zh": body[:80], "description_zh": body[80:180], "need_problem": body[180:300]}
    with pytest.raises(TooMuchTaken):
        actions.draft_record(actor=fresh(person), page=page, kind="demand", organisation=house, fields=split)
    held = actions.draft_record(
        actor=fresh(person), page=page, kind="demand", organisation=house, fields=fields, rights_held=True
    )
    assert DraftedRecord.objects.get(object_id=held.pk).rights_held
    free = page_of(person, house, page_html(*long, notice="本文采用 CC BY 4.0 许可"), name="free.html")
    actions.draft_record(actor=fresh(person), page=free, kind="demand", organisation=house, fields=fields)


def test_only_members_of_the_owner_make_records_and_only_of_what_was_read(person, house):
    page = page_of(person, house)
    fields = {"title_zh": "密封"}
    for who, owner in (
        (manager(house), house),
        (person, OrganisationFactory()),
        (member(OrganisationFactory()), house),
    ):
        with pytest.raises(PermissionDenied):
            actions.draft_record(actor=fresh(who), page=page, kind="demand", organisation=owner, fields=fields)
    unread = actions.add_upload(actor=fresh(person), upload=upload(), organisation=house)
    with pytest.raises(NotReadYet):
        actions.draft_record(actor=fresh(person), page=unread, kind="demand", organisation=house, fields=fields)


def test_terms_sentences_and_money():
    assert [most_taken_over(terms, 900) for terms in ("reserved", "unstated", "attributed", "open")] == [
        200, 400, 900, None
    ]  # fmt: skip
    text = "第一句。第二句说了预算；第三句！"
    assert sentence_at(text, (5, 7)) == ("第二句说了预算；", 4)
    assert sentence_at("No full stop", (3, 7)) == ("No full stop", 0)
    assert sentence_at("At 2.5 bar it leaks. Then not.", (3, 6)) == ("At 2.5 bar it leaks.", 0)
    assert (in_ten_thousands("1500000"), in_ten_thousands("12500")) == (Decimal(150), Decimal("1.25"))


@given(st.text("甲乙丙丁", max_size=80), st.text("甲乙丙丁", max_size=80), st.text("子丑", min_size=1, max_size=5))
def test_what_counts_as_taken_over(page, own, gap):
    own_words = gap * RUN
    assert taken_over([own_words], page) == 0
    assert taken_over([page], page) == (len(page) if len(page) >= RUN else 0)
    assert taken_over([own], page) <= len(own)
    assert taken_over([page + own_words], page) == taken_over([page], page)
