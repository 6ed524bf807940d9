"""Drafts saved half done, edited by two, on scales in force; their evidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from heliu.accounts.tests.factories import (
    OrganisationFactory,
    member,
)
from heliu.catalog.actions import delete_record
from heliu.catalog.choices import State as RecordState
from heliu.catalog.tests.factories import AchievementFactory
from heliu.readiness.actions import (
    NewEvidence,
    delete_assessment,
    edit_assessment,
    sign_assessment,
    start_assessment,
)
from heliu.readiness.choices import Conflict
from heliu.readiness.errors import (
    AssessmentChanged,
    ScaleNotInForce,
    TooManyAssessments,
)
from heliu.readiness.models import Assessment, Evidence
from heliu.readiness.selectors import rebased, unsupported
from heliu.readiness.tests.factories import ISO, drafted, text_file, with_evidence

pytestmark = pytest.mark.django_db


# -- drafts ------------------------------------------------------------------------------------------


def test_a_draft_is_saved_half_done_and_checked(place, achievement):
    author = member(place)
    draft = start_assessment(actor=author, achievement=achievement, scale=ISO)
    assert (draft.level, draft.reached, draft.answered) == (None, 0, 0)
    assert [one.id for one in draft.stopped_by] == ["1.1", "1.2"]

    def edit(**fields):
        return edit_assessment(actor=author, assessment=draft, version=draft.version, fields=fields)

    for wrong in ({"9.9": {"answer": "met"}}, {"1.1": {"answer": "perhaps"}}, {"1.1": "met"}, [],
                  {"1.1": {"answer": "met", "note": "x" * 1001}}, {"1.1": {"answer": "met", "level": 9}}):  # fmt: skip
        with pytest.raises(ValidationError) as refused:
            edit(answers=wrong)
        assert set(refused.value.message_dict) == {"answers"}
    with pytest.raises(ValidationError) as refused:
        edit(conflict=Conflict.DECLARED)
    assert set(refused.value.message_dict) == {"conflict_note"}
    with pytest.raises(TypeError):
        edit(level=9)
    draft = Assessment.objects.get(pk=draft.pk)
    assert draft.version == 1, "nothing was written"
    draft = edit(answers={"1.1": {"answer": "met", "note": ""}})
    assert (draft.version, draft.answered, draft.reached) == (2, 1, 0)
    assert edit_assessment(actor=author, assessment=draft, version=2, fields={"note": ""}).version == 2


def test_the_second_of_two_is_told_and_loses_nothing(place, achievement):
    first, second = member(place), member(place)
    draft = drafted(first, achievement, level=1)
    answers = {name: dict(given) for name, given in draft.answers.items()}
    edit_assessment(
        actor=first, assessment=draft, version=2, fields={"answers": answers | {"2.1": {"answer": "met", "note": "a"}}}
    )  # fmt: skip
    own = {"answers": answers | {"1.2": {"answer": "not_met", "note": "b"}}, "note": "mine", "conflict": "none",
           "conflict_note": ""}  # fmt: skip
    with pytest.raises(AssessmentChanged) as refused:
        edit_assessment(actor=second, assessment=draft, version=2, fields=own)
    assert refused.value.changed == ["2.1"]
    newest = Assessment.objects.get(pk=draft.pk)
    merged = rebased(newest, 2, own)
    assert merged["note"] == "mine"
    assert merged["answers"]["2.1"] == {"answer": "met", "note": "a"}, "what the first one wrote stays"
    assert merged["answers"]["1.2"] == {"answer": "not_met", "note": "b"}
    assert edit_assessment(actor=second, assessment=newest, version=newest.version, fields=merged).version == 4


def test_from_the_last_one_with_its_answers_and_without_its_evidence(place, achievement):
    author = member(place)
    draft = drafted(author, achievement, level=3)
    draft = edit_assessment(
        actor=author, assessment=draft, version=draft.version, fields={}, add=[NewEvidence("1.1", upload=text_file())]
    )
    done = sign_assessment(actor=author, assessment=draft, version=draft.version)
    again = start_assessment(actor=author, achievement=achievement, scale=ISO, from_last=True)
    assert (again.answers, again.reached, again.conflict) == (done.answers, 3, "")
    assert not again.evidence.exists()
    assert start_assessment(actor=author, achievement=achievement, scale=ISO).answers == {}


def test_a_scale_that_is_over_or_unknown_is_refused(place, achievement, monkeypatch):
    author = member(place)
    with pytest.raises(ScaleNotInForce) as refused:
        start_assessment(actor=author, achievement=achievement, scale="gbt22900-2009")
    assert "2022-10-11" in str(refused.value)
    with pytest.raises(ScaleNotInForce):
        start_assessment(actor=author, achievement=achievement, scale="no-such")
    draft = drafted(author, achievement, scale="gbt22900-2022")
    monkeypatch.setattr("heliu.readiness.actions.signing.local_day", lambda: date(2022, 1, 1))
    with pytest.raises(ScaleNotInForce):
        sign_assessment(actor=author, assessment=draft, version=draft.version)


def test_no_more_drafts_than_there_may_be(place, achievement, monkeypatch):
    monkeypatch.setattr("heliu.readiness.actions.drafts.MOST_DRAFTS", 1)
    author = member(place)
    draft = drafted(author, achievement)
    with pytest.raises(TooManyAssessments):
        drafted(author, achievement)
    delete_assessment(actor=author, assessment=draft)
    drafted(author, achievement)


# -- evidence ----------------------------------------------------------------------------------------


def test_evidence_of_three_kinds(place, achievement):
    from django.contrib.contenttypes.models import ContentType

    from heliu.catalog.actions import attach_file, remove_attachment

    author = member(place)
    file = attach_file(actor=author, record=achievement, upload=text_file("检测.txt"))
    foreign = attach_file(actor=author, record=AchievementFactory(organisation=place), upload=text_file())
    draft = with_evidence(author, achievement, level=2)
    assert ContentType.objects.get_for_model(achievement) == file.content_type

    def add(*pieces):
        current = Assessment.objects.get(pk=draft.pk)
        return edit_assessment(
            actor=author, assessment=current, version=current.version, fields={}, add=list(pieces)
        )  # fmt: skip

    before = Assessment.objects.get(pk=draft.pk).version
    for wrong in (
        NewEvidence("9.9", link="https://example.org"), NewEvidence("1.1"),
        NewEvidence("1.1", link="https://example.org", attachment=file.pk), NewEvidence("1.1", attachment=foreign.pk),
        NewEvidence("1.1", link="javascript:alert(1)"), NewEvidence("1.1", link="file:///etc/passwd"),
    ):  # fmt: skip
        with pytest.raises(ValidationError):
            add(NewEvidence("1.1", upload=text_file("kept.txt")), wrong)
    assert Evidence.objects.count() == 2, "of several none is kept where one is refused"
    assert len(list(Path(Evidence.objects.get(kind="file").file.path).parent.iterdir())) == 1, "nor its bytes"
    assert Assessment.objects.get(pk=draft.pk).version == before
    current = add(NewEvidence("3.1", attachment=file.pk))
    assert unsupported(current) == ["1.2", "2.2", "2.3"]
    remove_attachment(actor=author, attachment=file)
    gone = Evidence.objects.get(kind="attachment")
    assert (gone.address, gone.name) == ("", "检测.txt"), "it leaves its name"
    kept = Path(Evidence.objects.get(kind="file").file.path)
    assert kept.exists()
    assert "测试报告" not in str(kept)


@pytest.mark.django_db(transaction=True)
def test_the_bytes_go_with_the_evidence():
    place = OrganisationFactory(verified=True)
    author, achievement = member(place), AchievementFactory(organisation=place, state=RecordState.DRAFT)
    draft = with_evidence(author, achievement)
    file = Evidence.objects.get(kind="file")
    path = Path(file.file.path)
    edit_assessment(actor=author, assessment=draft, version=draft.version, fields={}, remove=[file.pk, 999999])
    assert not path.exists()
    draft = with_evidence(author, achievement)
    path = Path(draft.evidence.get(kind="file").file.path)
    delete_record(actor=author, record=achievement)
    assert not path.exists()
    assert not Assessment.objects.exists()
    assert not Assessment.history.exists()
