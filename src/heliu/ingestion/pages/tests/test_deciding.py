"""What is found: tied to the catalog, decided on by people, kept over versions, shown to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from heliu.accounts.actions import delete_account
from heliu.accounts.errors import DuplicateOrganisation
from heliu.accounts.models import Organisation
from heliu.accounts.signals import personal_data_requested
from heliu.accounts.tests.factories import OrganisationFactory, UserFactory, fresh, manager, member, reviewer
from heliu.catalog.choices import State, Tier
from heliu.catalog.tests.factories import ExpertFactory
from heliu.identity.models import OrganisationName
from heliu.ingestion.pages import actions
from heliu.ingestion.pages.actions.adding import store_version
from heliu.ingestion.pages.adapters import Understood, understand_text
from heliu.ingestion.pages.choices import Decision, LinkedBy, MentionKind
from heliu.ingestion.pages.errors import MentionChanged, NoSuchTarget
from heliu.ingestion.pages.linking import link
from heliu.ingestion.pages.models import Mention, Page
from heliu.ingestion.pages.selectors import get_readable_page, get_visible_page, target_for, targets_for
from heliu.ingestion.pages.speakers import speaker_of
from heliu.kit.permissions import allowed

from .factories import BODY, mention_of, page_html, page_of

pytestmark = pytest.mark.django_db


def decide(person, mention, decision=Decision.CONFIRMED, **fields) -> Mention:
    return actions.decide_mention(
        actor=fresh(person), mention=mention, turn=fields.pop("turn", mention.turn), decision=decision, **fields
    )


def test_an_organisation_is_tied_by_its_name_and_two_of_a_name_by_nobody(person, house):
    known = OrganisationFactory(name_zh="滨城理工大学")
    mention = mention_of(page_of(person, house), "organisation", "滨城理工大学")
    assert (mention.target_kind, mention.target_id, mention.linked_by) == ("organisation", known.pk, LinkedBy.NAME)
    assert mention.decision == Decision.PROPOSED
    OrganisationFactory(name_zh="滨城理工大学")
    other = mention_of(page_of(person, house), "organisation", "滨城理工大学")
    assert other.target_id is None
    # Nothing is made of what is not known.
    assert not Organisation.objects.filter(name_zh__contains="密封").exists()


def test_an_organisation_is_tied_by_another_name_or_by_the_code_behind_its_name(person, house):
    university = OrganisationFactory(name_zh="滨城理工大学堂", uscc="91350100M000100Y43")
    page = page_of(person, house)
    assert mention_of(page, "organisation", "滨城理工大学").target_id is None
    name = OrganisationName.objects.create(organisation=university, kind="short", name="滨城理工大学")
    mention = mention_of(page_of(person, house), "organisation", "滨城理工大学")
    assert (mention.target_id, mention.linked_by) == (university.pk, LinkedBy.ALIAS)
    name.delete()
    [found] = understand_text("滨城理工大学（统一社会信用代码：91350100M000100Y43）来访。").found
    assert found.code == "91350100M000100Y43"
    assert link(Understood([found], [], "")) == [("organisation", university.pk, LinkedBy.CODE)]


def test_a_person_is_tied_by_name_and_organisation_never_by_name_alone(person, house):
    expert = ExpertFactory(title_zh="林知远", title_en="", state=State.PUBLISHED)
    assert mention_of(page_of(person, house), "person", "林知远").target_id is None
    expert.organisation.name_zh = "滨城理工大学"
    expert.organisation.save()
    found = mention_of(page_of(person, house), "person", "林知远")
    assert (found.target_kind, found.target_id) == ("expert", expert.pk)


def test_a_tie_is_shown_only_to_those_who_may_see_where_it_leads(person, house):
    page = page_of(person, house)
    secret = ExpertFactory(organisation=house, tier=Tier.CONFIDENTIAL, state=State.PUBLISHED, title_zh="周明")
    mention = decide(person, mention_of(page, "person"), target=secret.pk)
    assert target_for(fresh(person), mention).name == "周明"
    mandated = manager(house)
    assert targets_for(fresh(mandated), [mention]) == {}
    # Whoever does not see it does not confirm it either.
    mention = decide(mandated, mention)
    assert (mention.target_id, mention.decision) == (None, Decision.CONFIRMED)
    hidden = ExpertFactory(state=State.DRAFT)
    for target in (hidden.pk, 10**9):
        with pytest.raises(NoSuchTarget):
            decide(person, mention, target=target)
    with pytest.raises(NoSuchTarget):
        decide(person, mention, kind=MentionKind.DATE, target=secret.pk)


def test_two_people_decide_at_once_and_the_second_is_told(person, house):
    page = page_of(person, house)
    mention = mention_of(page, "organisation")
    colleague = member(house)
    decide(colleague, mention, Decision.REFUSED)
    with pytest.raises(MentionChanged) as told:
        decide(person, mention)
    assert told.value.mention.decision == Decision.REFUSED
    mention.refresh_from_db()
    assert (mention.decision, mention.decided_by) == (Decision.REFUSED, colleague)
    for wrong in ({"decision": "maybe"}, {"kind": "thing"}):
        with pytest.raises(ValidationError):
            decide(person, mention, **wrong)


def test_what_was_decided_holds_for_the_next_version(person, house):
    page = page_of(person, house)
    decide(person, mention_of(page, "organisation", "滨城理工大学"), kind=MentionKind.LABORATORY)
    store_version(page, page_html(*BODY, "后续情况另行报道，请留意本报消息。"))
    again = actions.read_again(actor=fresh(person), page=page)
    actions.run_reading(again.pk, again.turn)
    page.refresh_from_db()
    assert page.latest == 2
    kept = mention_of(page, "organisation", "滨城理工大学")
    assert (kept.kind, kept.decision, kept.decided_by) == (MentionKind.LABORATORY, Decision.CONFIRMED, person)
    assert kept.version.number == 2


def test_who_may_read_and_keep_a_page(person, house, client):
    page = page_of(person, house)
    mandated, reads, verified, stranger = (
        manager(house),
        reviewer(),
        member(OrganisationFactory(verified=True)),
        UserFactory(),
    )
    loose = member(OrganisationFactory())
    table = {
        person: (1, 1, 1),
        mandated: (1, 1, 1),
        reads: (1, 1, 0),
        verified: (0, 0, 0),
        loose: (0, 0, 0),
        stranger: (0, 0, 0),
    }
    names = ("view_page", "read_page", "manage_page")
    for shared in (False, True):
        Page.objects.filter(pk=page.pk).update(shared=shared)
        page.refresh_from_db()
        for who, rights in table.items():
            expected = (int(rights[0] or (shared and who == verified)), *rights[1:])
            someone = fresh(who)
            assert tuple(int(allowed(someone, f"ingestion.{name}", page)) for name in names) == expected
            assert Page.objects.visible_to(fresh(who)).filter(pk=page.pk).exists() == bool(expected[0])
            assert Page.objects.readable_by(fresh(who)).filter(pk=page.pk).exists() == bool(expected[1])
    own = page_of(mandated)
    assert get_readable_page(fresh(mandated), own.pk)
    for who in (person, verified, stranger):
        with pytest.raises(Http404):
            get_visible_page(fresh(who), own.pk)
    with pytest.raises(PermissionDenied):
        actions.delete_page(actor=fresh(reads), page=page)
    with pytest.raises(PermissionDenied):
        decide(verified, mention_of(page, "organisation"))


def test_files_and_names_go_with_page_and_account(house, person, django_capture_on_commit_callbacks):
    page = page_of(person, house)
    stored = page.versions.get().file
    path = stored.storage.path(stored.name)
    mandated = manager(house)
    own = page_of(mandated)
    decide(person, mention_of(page, "organisation"))
    [copy] = [given for _, given in personal_data_requested.send(None, user=person) if "pages" in (given or {})]
    assert [one["file"] for one in copy["pages"]] == ["news.html"]
    assert len(copy["decisions_on_pages"]) == 1
    delete_account(actor=fresh(mandated), password="password")
    assert not Page.objects.filter(pk=own.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_page(actor=fresh(person), page=page)
    assert not Path(path).exists()


def test_who_says_it():
    text = "林校长在调研时强调，要推动转化。要开放仪器。\n周经理说，公司需要涂料。没有人说话。"
    persons = [(0, 3), (text.index("周"), text.index("周") + 3)]
    first, second = text.index("要开放"), text.index("公司需要")
    assert speaker_of(text, (first, first + 5), persons) == persons[0]
    assert speaker_of(text, (second, second + 5), persons) == persons[1]
    assert speaker_of("要开放仪器。林校长强调，", (0, 5), [(6, 9)]) is None
    assert speaker_of("林校长来了。会议强调，要开放仪器。", (12, 16), [(0, 3)]) is None


def test_an_organisation_is_known_by_another_name_that_only_one_goes_by(person, house):
    known = OrganisationFactory(name_zh="北辰高分子集团", name_en="")
    OrganisationName.objects.create(organisation=known, name="北辰密封科技有限公司", kind="former")
    mention = mention_of(page_of(person, house), "organisation", "北辰密封")
    assert (mention.target_kind, mention.target_id) == ("organisation", known.pk)
    OrganisationName.objects.create(organisation=OrganisationFactory(), name="北辰密封科技有限公司", kind="former")
    other = mention_of(page_of(person, house), "organisation", "北辰密封")
    assert other.target_id is None, "which is meant a person has to say"


def test_a_reviewer_enters_an_organisation_that_nobody_knows(person, house):
    page = page_of(person, house)
    mention = mention_of(page, "organisation", "北辰密封")
    with pytest.raises(PermissionDenied):
        actions.register_mentioned(actor=fresh(person), mention=mention, turn=1, kind="enterprise")
    checks = fresh(reviewer())
    made = actions.register_mentioned(actor=checks, mention=mention, turn=1, kind="enterprise")
    assert (made.name_zh, made.is_verified, made.memberships.count()) == ("北辰密封科技有限公司", False, 0)
    assert made.source == "", "everybody reads it, and the file is known to its people only"
    mention.refresh_from_db()
    assert (mention.target_id, mention.decision, mention.decided_by) == (made.pk, Decision.CONFIRMED, checks)
    again = mention_of(page_of(person, house), "organisation", "北辰密封")
    assert again.target_id == made.pk
    with pytest.raises(DuplicateOrganisation):
        actions.register_mentioned(actor=checks, mention=again, turn=1, kind="enterprise")
    Page.objects.filter(pk=page.pk).update(url="https://example.org/news")
    other = mention_of(page, "organisation", "滨城理工大学")
    found = actions.register_mentioned(actor=checks, mention=other, turn=1, kind="university")
    assert found.source == f"{page} https://example.org/news"
    with pytest.raises(NoSuchTarget):
        actions.register_mentioned(actor=checks, mention=mention_of(page, "measure"), turn=1, kind="enterprise")
