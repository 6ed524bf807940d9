"""Pages and API: filled in and saved half done, conflicts, signing, evidence, invitations, nothing for outsiders."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heliu.accounts.tests.factories import OrganisationFactory, fresh, member, owner, reviewer
from heliu.catalog.access.models import AccessEvent
from heliu.catalog.actions import attach_file
from heliu.catalog.choices import Tier
from heliu.catalog.tests.factories import AchievementFactory
from heliu.readiness.choices import State
from heliu.readiness.models import Assessment, Evidence, Invitation
from heliu.readiness.tests.factories import answers_up_to, drafted, invited, signed, text_file

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def author(place, client):
    person = owner(place)
    client.force_login(person)
    return person


def typed(answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What a person fills in for these answers."""
    found: dict[str, Any] = {"note": "", "conflict": "", "conflict_note": ""}
    for criterion, given in answers.items():
        key = criterion.replace(".", "_")
        found |= {f"answer_{key}": given["answer"], f"note_{key}": given["note"]}
    return found | more


def code(client, address: str) -> int:
    """The status of an answer, whose file is read to its end and closed."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def test_from_the_achievements_page_to_a_signed_level(client, author, achievement):
    page = client.get(achievement.get_absolute_url()).content.decode()
    create = reverse("assessment_create", args=[achievement.pk])
    assert create in page
    page = client.get(create, headers=ENGLISH).content.decode()
    assert "Not offered any more" in page
    assert "ended on 2022-10-11" in page
    assert "Our own wording, not that of the standard" in page
    edit = client.post(create, {"scale": "iso16290"})["Location"]
    draft = Assessment.objects.get()
    page = client.get(edit, headers=ENGLISH).content.decode()
    assert "0 of 25 answered" in page
    file = attach_file(actor=author, record=achievement, upload=text_file("检测.txt"))
    half = typed(answers_up_to(draft, 2), version="1", file_1_1=text_file(), link_2_1="https://example.org/paper",
                 attachment_2_2=str(file.pk))  # fmt: skip
    assert client.post(edit, half)["Location"] == edit
    draft = Assessment.objects.get()
    assert (draft.reached, draft.version, draft.state) == (2, 2, State.DRAFT)
    assert {(one.criterion, one.kind) for one in draft.evidence.all()} == {
        ("1.1", "file"), ("2.1", "link"), ("2.2", "attachment")
    }  # fmt: skip
    page = client.get(edit, headers=ENGLISH).content.decode()
    assert "Level so far: 2" in page
    assert "检测.txt" in page
    gone = draft.evidence.get(kind="link").pk
    done = typed(draft.answers, version="2", conflict="declared", conflict_note="共同项目", remove=[str(gone), "x"],
                 then="result")  # fmt: skip
    result = client.post(edit, done)["Location"]
    assert result == draft.get_absolute_url()
    page = client.get(result, headers=ENGLISH).content.decode()
    for words in ("stops here", "In the way of the next level", "Sign with level 2", "count as met without evidence",
                  "共同项目", "测试报告.txt"):  # fmt: skip
        assert words in page, words
    assert client.post(reverse("assessment_sign", args=[draft.pk]), {"version": "3"})["Location"] == result
    draft = Assessment.objects.get()
    assert (draft.state, draft.level) == (State.SIGNED, 2)
    page = client.get(result, headers=ENGLISH).content.decode()
    assert "Conflict declared" in page
    assert "Sign with level" not in page
    assert client.get(edit)["Location"] == result, "it is not edited any more"


def test_mistakes_keep_what_was_typed(client, author, achievement):
    draft = drafted(author, achievement, level=1)
    edit = reverse("assessment_edit", args=[draft.pk])
    wrong = typed(draft.answers, version="2", note="bleibt", link_1_1="javascript:alert(1)")
    answer = client.post(edit, wrong, headers=ENGLISH)
    assert answer.status_code == 422
    assert "bleibt" in answer.content.decode()
    for name, content in (("a.exe", b"MZ\x90\x00"), ("empty.pdf", b"")):
        upload = SimpleUploadedFile(name, content)
        answer = client.post(edit, typed(draft.answers, version="2", note="bleibt", file_1_1=upload), headers=ENGLISH)
        assert answer.status_code == 422
        assert f"1.1, {name}:" in answer.content.decode()
    answer = client.post(edit, typed(draft.answers, version="2", conflict="declared"), headers=ENGLISH)
    assert "Say which relation there is." in answer.content.decode()
    assert Assessment.objects.get().version == 2
    assert not Evidence.objects.exists()


def test_the_second_of_two_sees_what_the_first_changed_and_keeps_their_own(client, author, achievement):
    draft = drafted(author, achievement, level=1)
    edit = reverse("assessment_edit", args=[draft.pk])
    client.post(edit, typed(draft.answers, version="2", conflict="none", answer_2_1="met", note_2_1="第一个人"))
    answer = client.post(edit, typed(draft.answers, version="2", conflict="none", note="第二个人"), headers=ENGLISH)
    assert answer.status_code == 409
    page = answer.content.decode()
    for words in ("changed the assessment in the meantime: 2.1", "第一个人", "第二个人"):
        assert words in page
    form = answer.context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value()}
    assert client.post(edit, again | {"version": str(answer.context["version"])}).status_code == 302
    saved = Assessment.objects.get()
    assert (saved.note, saved.answers["2.1"]["note"]) == ("第二个人", "第一个人")


def test_a_fall_asks_for_its_reason(client, author, achievement):
    signed(author, achievement, level=5)
    draft = drafted(author, achievement, level=3)
    page = client.get(draft.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "The level falls from 5 to 3. Why?" in page
    sign = reverse("assessment_sign", args=[draft.pk])
    answer = client.post(sign, {"version": "2"}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "Give the reason." in answer.content.decode()
    assert client.post(sign, {"version": "1", "fall_reason": "x"}).status_code == 409
    assert client.post(sign, {"version": "2", "fall_reason": "环境不同"}).status_code == 302
    page = client.get(draft.get_absolute_url(), headers=ENGLISH).content.decode()
    assert "The level fell from 5 to 3." in page
    assert "环境不同" in page
    listed = client.get(reverse("assessment_list", args=[achievement.pk]), headers=ENGLISH).content.decode()
    assert "fell from level 5" in listed
    assert "Over time" in listed


def test_the_list_asks_the_same_of_the_database_however_long_it_is(client, author, achievement):
    address = reverse("assessment_list", args=[achievement.pk])
    signed(author, achievement, level=1)
    drafted(author, achievement)
    client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        client.get(address)
    for level in (2, 3, 4):
        signed(author, achievement, level=level)
    with CaptureQueriesContext(connection) as for_many:
        answer = client.get(address)
    assert len(for_many) == len(for_one)
    comparison = answer.context["comparisons"][0]
    assert [one.level for one in comparison.assessments] == [1, 2, 3, 4]
    differing = {criterion.id for criterion, _answers, differ in comparison.rows if differ}
    assert differing == {"2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4.1", "4.2", "4.3", "5.1"}


@pytest.mark.parametrize("tier", [Tier.MEMBERS, Tier.ON_REQUEST, Tier.CONFIDENTIAL])
def test_evidence_is_for_those_who_read_the_achievement_in_full(client, place, tier):
    achievement = AchievementFactory(organisation=place, tier=tier)
    boss = owner(place)
    client.force_login(boss)
    draft = drafted(boss, achievement)
    edit = reverse("assessment_edit", args=[draft.pk])
    client.post(edit, typed(draft.answers, version="2", conflict="none", file_1_1=text_file()))
    piece = Evidence.objects.get()
    addresses = [piece.address, draft.get_absolute_url(), reverse("assessment_export", args=[draft.pk]),
                 reverse("api-assessment-detail", args=[draft.pk]),
                 reverse("api-assessment-workbook", args=[draft.pk])]  # fmt: skip
    stranger, guest = member(), invited(reviewer(), achievement)
    outsider = member(OrganisationFactory(verified=False))

    def codes(person):
        client.logout()
        if person:
            client.force_login(person)
        return {code(client, address) for address in addresses}

    assert codes(boss) == {200}
    assert codes(guest) == codes(stranger) == codes(None) == {404}, "a draft is its side's alone"
    client.force_login(boss)
    client.post(reverse("assessment_sign", args=[draft.pk]), {"version": "3"})
    assert Assessment.objects.get().state == State.SIGNED
    assert codes(boss) == codes(guest) == {200}
    assert codes(stranger) == ({200} if tier == Tier.MEMBERS else {404})
    assert codes(outsider) == codes(None) == {404}
    client.force_login(guest)
    answer = client.get(piece.address)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == "达到指标".encode()
    assert AccessEvent.objects.filter(person=guest, what="file", record_id=achievement.pk).exists()
    assert AccessEvent.objects.filter(person=guest, what="exported", record_id=achievement.pk).exists()
    link = Evidence.objects.create(assessment=draft, criterion="1.1", kind="link", name="x", link="https://example.org")
    assert client.get(reverse("evidence_download", args=[link.pk])).status_code == 404, "there is no file to fetch"


def test_who_may_read_but_not_assess(client, author, achievement):
    done = signed(author, achievement)
    draft = drafted(author, achievement)
    client.force_login(member())
    create = reverse("assessment_create", args=[achievement.pk])
    assert client.get(create).status_code == 403
    assert client.post(create, {"scale": "iso16290"}).status_code == 403
    assert client.post(reverse("assessment_withdraw", args=[done.pk]), {"reason": "x"}).status_code == 403
    assert client.post(reverse("assessment_invite", args=[achievement.pk]), {"email": "a@b.cn"}).status_code == 403
    for name in ("assessment_edit", "assessment_sign", "assessment_delete"):
        assert client.post(reverse(name, args=[draft.pk])).status_code == 404
    client.logout()
    assert client.get(done.get_absolute_url()).status_code == 200
    for name in ("assessment_edit", "assessment_sign", "assessment_withdraw"):
        assert client.post(reverse(name, args=[done.pk])).status_code == 302, "to sign in"
    client.force_login(author)
    assert client.post(reverse("assessment_delete", args=[draft.pk])).status_code == 302
    assert not Assessment.objects.filter(pk=draft.pk).exists()
    assert client.post(reverse("assessment_delete", args=[done.pk])).status_code == 302
    assert Assessment.objects.filter(pk=done.pk).exists()
    answer = client.post(reverse("assessment_withdraw", args=[done.pk]), {"reason": ""}, headers=ENGLISH)
    assert answer.status_code == 422
    client.post(reverse("assessment_withdraw", args=[done.pk]), {"reason": "数据有误"})
    page = client.get(done.get_absolute_url()).content.decode()
    assert "数据有误" in page


def test_a_reviewer_is_invited_assesses_and_is_shown_as_a_third_party(client, author, achievement):
    invite = reverse("assessment_invite", args=[achievement.pk])
    answer = client.post(invite, {"email": member().email}, headers=ENGLISH)
    assert answer.status_code == 422
    assert "No reviewer of this platform has this address." in answer.content.decode()
    guest, other = reviewer(), reviewer()
    for person in (guest, other):
        assert client.post(invite, {"email": person.email}).status_code == 302
    client.post(reverse("assessment_invitation_end", args=[Invitation.objects.get(reviewer=other).pk]))
    client.force_login(guest)
    listed = reverse("assessment_list", args=[achievement.pk])
    page = client.get(listed, headers=ENGLISH).content.decode()
    assert "Decline" in page
    assert str(other) not in page, "whom else the owner has asked is not told"
    end = reverse("assessment_invitation_end", args=[Invitation.objects.get(reviewer=other).pk])
    assert client.post(end).status_code == 404
    page = client.get(reverse("assessment_create", args=[achievement.pk]), headers=ENGLISH).content.decode()
    assert "You assess as: <strong>Third party</strong>" in page
    done = signed(fresh(guest), achievement, level=3)
    client.logout()
    page = client.get(listed, headers=ENGLISH).content.decode()
    assert "Third party" in page
    assert str(guest) in page
    assert done.get_absolute_url() in page


def test_the_workbook_says_what_the_page_says(client, author, achievement):
    done = signed(author, achievement, level=2, note="=1+1")
    Evidence.objects.create(assessment=done, criterion="2.1", kind="link", name="论文", link="https://example.org")
    for address in (
        reverse("assessment_export", args=[done.pk]), reverse("api-assessment-workbook", args=[done.pk]),
    ):  # fmt: skip
        answer = client.get(address)
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        assert "no-store" in answer["Cache-Control"]
        about = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
        assert about["等级"] == 2
        assert about["判据措辞"] == "判据为本平台自拟，非标准原文"
        assert all(cell.data_type != "f" for row in book.worksheets[0].iter_rows() for cell in row)
        rows = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
        assert len(rows) == 25
        assert rows[2][2:] == ("2.1", str(done.asked.criteria[2]), "满足", "2.1 有记录", "论文 https://example.org")


# -- API --------------------------------------------------------------------------------------------


def test_the_api_does_what_pages_do(client, author, achievement):
    scales = {row["name"]: row for row in client.get(reverse("api-assessment-scales")).json()}
    assert scales["iso16290"]["in_force"]
    assert not scales["gbt22900-2009"]["in_force"]
    assert len(scales["gbt22900-2009"]["levels"]) == 13
    create = reverse("api-assessment-list")
    new = {"achievement": achievement.pk, "scale": "iso16290"}
    assert client.post(create, new | {"scale": "gbt22900-2009"}, "application/json").status_code == 409
    assert client.post(create, new | {"achievement": 999999}, "application/json").status_code == 400
    made = client.post(create, new, "application/json")
    assert made.status_code == 201
    body = made.json()
    detail = reverse("api-assessment-detail", args=[body["id"]])
    answers = {"1.1": {"answer": "met", "note": "a"}, "1.2": {"answer": "met"}, "2.1": {"answer": ""}}
    change = {"version": 1, "answers": answers, "conflict": "none"}
    assert (
        client.patch(detail, {"version": 1, "answers": {"1.1": {"answer": "ja"}}}, "application/json").status_code
        == 400
    )
    assert (
        client.patch(detail, {"version": 1, "answers": {"9.9": {"answer": "met"}}}, "application/json").status_code
        == 400
    )
    body = client.patch(detail, change, "application/json").json()
    assert (body["version"], body["level"], body["stopped_by"]) == (2, 1, ["2.1", "2.2", "2.3"])
    assert client.patch(detail, change, "application/json").status_code == 409
    evidence = reverse("api-assessment-evidence", args=[body["id"]])
    wrong = {"version": "2", "criterion": "1.1", "file": SimpleUploadedFile("a.exe", b"MZ\x00")}
    assert client.post(evidence, wrong).status_code == 422
    assert client.post(evidence, {"version": "2", "criterion": "1.1"}).status_code == 400
    body = client.post(evidence, {"version": "2", "criterion": "1.1", "file": text_file()}).json()
    piece = body["evidence"][0]
    assert (piece["kind"], code(client, piece["url"])) == ("file", 200)
    remove = reverse("api-assessment-remove-evidence", args=[body["id"], piece["id"]])
    assert client.post(remove, {"version": 3}, "application/json").json()["evidence"] == []
    sign = reverse("api-assessment-sign", args=[body["id"]])
    body = client.post(sign, {"version": 4}, "application/json").json()
    assert (body["state"], body["standing"], body["level"]) == ("signed", "self", 1)
    assert client.post(sign, {"version": 5}, "application/json").status_code == 409
    assert client.patch(detail, {"version": 5, "note": "x"}, "application/json").status_code == 409
    assert client.delete(detail).status_code == 409
    listed = {"achievement": achievement.pk, "scale": "iso16290", "state": "signed", "standing": "self"}
    assert client.get(create, listed).json()["count"] == 1
    assert client.get(create, {"state": "draft"}).json()["count"] == 0
    assert client.get(create, {"state": "asleep"}).status_code == 400
    withdraw = reverse("api-assessment-withdraw", args=[body["id"]])
    client.logout()
    assert client.post(withdraw, {"reason": "x"}, "application/json").status_code == 401
    assert client.get(detail).status_code == 200, "the achievement is public"
    client.force_login(author)
    assert client.post(withdraw, {"reason": ""}, "application/json").status_code == 400
    assert client.post(withdraw, {"reason": "x"}, "application/json").json()["state"] == "withdrawn"
    draft = client.post(create, new | {"from_last": True}, "application/json").json()
    assert client.delete(reverse("api-assessment-detail", args=[draft["id"]])).status_code == 204


def test_invitations_by_the_api(client, author, achievement):
    guest = reviewer()
    create = reverse("api-assessment-invitation-list")
    new = {"achievement": achievement.pk, "email": guest.email, "note": "请"}
    wrong = client.post(create, new | {"email": "x@example.org"}, "application/json")
    assert (wrong.status_code, list(wrong.json())) == (400, ["email"])
    made = client.post(create, new, "application/json")
    assert made.status_code == 201
    end = reverse("api-assessment-invitation-end", args=[made.json()["id"]])
    client.force_login(member())
    assert client.get(create).json()["count"] == 0
    assert client.post(end).status_code == 404
    client.force_login(guest)
    assert client.get(create).json()["count"] == 1
    assert client.post(end).json()["state"] == "declined"
    assert client.post(end).status_code == 409
