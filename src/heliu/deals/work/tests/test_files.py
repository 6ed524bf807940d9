"""Files of a deal: what is kept, who may have it, and that one side's own files are nowhere for the other."""

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from heliu.accounts.models import Membership, User
from heliu.accounts.selectors import personal_data
from heliu.accounts.tests.factories import MembershipFactory, UserFactory, administrator, fresh, manager, member
from heliu.activity.models import Event, Notice
from heliu.agenda.sources import sources
from heliu.catalog.tests.test_files import office, picture
from heliu.deals.errors import StepNotPossible
from heliu.deals.tests.factories import Case, open_case
from heliu.deals.work import actions
from heliu.deals.work.actions import attach_file, remove_file
from heliu.deals.work.models import DealFile
from heliu.deals.work.selectors import visible_files
from heliu.kit.tests.threads import at_once
from heliu.kit.uploads import UploadRefused

pytestmark = pytest.mark.django_db
EN = {"Accept-Language": "en"}
PDF = b"%PDF-1.7\n%..."
SECRET = "内部底价测算"


@pytest.fixture
def case() -> Case:
    return open_case()


def upload(content: bytes = PDF, name: str = "协议.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def put(case: Case, actor: User | None = None, **facts) -> DealFile:
    """The seller puts it there, unless said otherwise."""
    facts = {"upload": upload(), "kind": "agreement", **facts}
    return attach_file(actor=fresh(actor or case.two.seller), deal=case.deal, **facts)


def read(client, user: User, address: str) -> tuple[int, str]:
    """The status of a page, list or file for somebody, and what it says to them."""
    client.force_login(user)
    answer = client.get(address, headers=EN)
    content = answer.getvalue() if answer.streaming else answer.content
    return answer.status_code, content.decode("utf-8-sig", errors="replace")


def text(client, user: User, address: str) -> str:
    return read(client, user, address)[1]


# -- permissions ----------------------------------------------------------------------------------


def test_who_may_put_have_and_remove_files(client, case):
    two = case.two
    sides = [
        (two.seller, two.institute), (two.seller_owner, two.institute), (manager(two.institute), two.institute),
        (two.buyer, two.enterprise), (two.buyer_owner, two.enterprise), (manager(two.enterprise), two.enterprise),
    ]  # fmt: skip
    for user, side in sides:
        file = put(case, user)
        assert (file.side, file.uploaded_by, file.sha256) == (side, user, hashlib.sha256(PDF).hexdigest())
        for reader, of in sides:
            client.force_login(reader)
            for address in (file.get_absolute_url(), f"/api/v1/deals/files/{file.pk}/download/"):
                assert client.get(address).getvalue() == PDF
            if of != side:
                assert client.post(f"{file.get_absolute_url()}remove/").status_code == 403
                assert client.delete(f"/api/v1/deals/files/{file.pk}/").status_code == 403
                with pytest.raises(PermissionDenied):
                    remove_file(actor=fresh(reader), file=file)
        remover = next(one for one, of in sides if of == side and one != user)
        remove_file(actor=fresh(remover), file=file)
        client.force_login(user)
        assert client.get(file.get_absolute_url()).status_code == 404
    file = put(case)
    for stranger in (UserFactory(), member(), manager(), administrator()):
        client.force_login(stranger)
        for address in (
            file.get_absolute_url(), f"/deals/{case.deal.pk}/files/new/", f"/api/v1/deals/files/{file.pk}/",
            f"/api/v1/deals/files/{file.pk}/download/",
        ):  # fmt: skip
            assert client.get(address).status_code == 404, address
        assert client.post(f"{file.get_absolute_url()}remove/").status_code == 404
        assert client.delete(f"/api/v1/deals/files/{file.pk}/").status_code == 404
        sent = {"deal": case.deal.pk, "kind": "other", "file": upload()}
        assert client.post("/api/v1/deals/files/", sent).status_code == 404
        assert client.get("/api/v1/deals/files/").json()["count"] == 0
        with pytest.raises(PermissionDenied):
            put(case, stranger)
    client.logout()
    assert client.get(file.get_absolute_url()).status_code == 302
    assert DealFile.objects.kept().count() == 1


def test_whoever_leaves_has_no_file_any_more(client, case):
    file = put(case)
    Membership.objects.filter(user=case.two.buyer).delete()
    client.force_login(case.two.buyer)
    assert client.get(file.get_absolute_url()).status_code == 404


def test_a_file_is_reached_through_its_own_deal_alone(client, case):
    file, other = put(case), open_case()
    client.force_login(case.two.seller)
    assert client.get(f"/deals/{other.deal.pk}/files/{file.pk}/").status_code == 404


def test_whoever_acts_for_both_says_for_which_side(client, case):
    agent = manager(case.two.enterprise)
    MembershipFactory(user=agent, organisation=case.two.institute)
    with pytest.raises(ValidationError):
        put(case, agent)
    with pytest.raises(ValidationError):
        put(case, agent, side=member().memberships.get().organisation_id)
    file = put(case, agent, side=case.two.enterprise.pk, own_side_only=True)
    assert visible_files(fresh(case.two.buyer)).get() == file
    assert not visible_files(fresh(case.two.seller)).exists()
    client.force_login(agent)
    assert 'name="side"' in client.get(case.deal.get_absolute_url()).content.decode()
    client.force_login(case.two.seller)
    assert 'name="side"' not in client.get(case.deal.get_absolute_url()).content.decode()
    with pytest.raises(ValidationError):
        put(case, side=case.two.enterprise.pk)


# -- a side's own files ---------------------------------------------------------------------------


def test_files_of_one_side_are_nowhere_for_the_other(client, case):
    file = put(case, own_side_only=True, upload=upload(PDF, f"{SECRET}.pdf"))
    gone = put(case, own_side_only=True, upload=upload(PDF, f"{SECRET}旧.pdf"))
    remove_file(actor=fresh(case.two.seller), file=gone)
    deal = case.deal
    theirs = [
        f"/api/v1/deals/files/{file.pk}/", f"/api/v1/deals/files/{gone.pk}/",
        f"/api/v1/deals/files/{file.pk}/download/", file.get_absolute_url(), gone.get_absolute_url(),
    ]  # fmt: skip
    open_to_both = [
        deal.get_absolute_url(), "/deals/", "/deals/board/", "/deals/tasks/", "/deals/export/?format=csv",
        "/deals/tasks/export/?format=csv", f"/api/v1/deals/{deal.pk}/", "/api/v1/deals/", "/api/v1/deals/files/",
        "/api/v1/deals/files/?removed=true", f"/api/v1/deals/files/?deal={deal.pk}", "/api/v1/deals/tasks/",
        "/notices/", "/today/", "/api/v1/agenda/", deal.introduction.get_absolute_url(),
    ]  # fmt: skip
    own_side = [case.two.seller, case.two.seller_owner, manager(case.two.institute)]
    other_side = [case.two.buyer, case.two.buyer_owner, manager(case.two.enterprise), administrator()]
    for user in other_side:
        for address in (*open_to_both, *theirs):
            code, said = read(client, user, address)
            assert SECRET not in said, (user, address)
            assert file.sha256 not in said, (user, address)
            if address in theirs or user == case.two.buyer:
                assert code == (404 if address in theirs else 200), (user, address)
        assert client.post(f"{file.get_absolute_url()}remove/").status_code == 404
        assert client.delete(f"/api/v1/deals/files/{file.pk}/").status_code == 404
        assert client.get("/api/v1/deals/files/").json()["count"] == 0
        assert SECRET not in str(personal_data(fresh(user)))
    assert "No file yet." in text(client, case.two.buyer, deal.get_absolute_url())
    for user in own_side:
        shown = text(client, user, deal.get_absolute_url())
        assert f"{SECRET}.pdf" in shown
        assert "1 removed file" in shown
        assert client.get("/api/v1/deals/files/").json()["count"] == 2
        assert client.get(file.get_absolute_url()).getvalue() == PDF
    assert not Event.objects.filter(verb__startswith="deal_file").exists()
    assert not Notice.objects.filter(event__note__contains=SECRET).exists()
    for source in sources():
        for user in other_side:
            assert all(SECRET not in f"{one.about}{one.note}" for one in source.items(fresh(user), 50))


def test_a_managers_mandate_has_to_hold_for_confidential_records():
    case = open_case(tier="confidential")
    file = put(case, case.two.buyer, own_side_only=True)
    plain, trusted = manager(case.two.enterprise), manager(case.two.enterprise, confidential=True)
    assert not visible_files(fresh(plain)).exists()
    assert visible_files(fresh(trusted)).get() == file
    # Who acts for one side with such a mandate and for the other without one reads the first side's files alone.
    both = manager(case.two.enterprise)
    MembershipFactory(user=both, organisation=case.two.institute)
    assert not visible_files(fresh(both)).exists()


def test_each_side_has_its_own_limit(monkeypatch, case):
    monkeypatch.setattr(actions.files, "MOST_FILES", 2)
    first = put(case, own_side_only=True)
    put(case, own_side_only=True)
    with pytest.raises(UploadRefused):
        put(case)
    put(case, case.two.buyer)
    put(case, case.two.buyer)
    remove_file(actor=fresh(case.two.seller), file=first)
    put(case)


@pytest.mark.django_db(transaction=True)
def test_of_two_files_at_once_one_is_beyond_the_limit_and_of_two_removals_one_finds_nothing(monkeypatch):
    monkeypatch.setattr(actions.files, "MOST_FILES", 1)
    case = open_case()
    people = [case.two.seller.pk, case.two.seller_owner.pk]
    outcomes = at_once(*(lambda pk=pk: put(case, User.objects.get(pk=pk)) for pk in people))
    assert sorted(type(one).__name__ for one in outcomes) == ["DealFile", "UploadRefused"], outcomes
    file = DealFile.objects.get()
    outcomes = at_once(*(lambda pk=pk: remove_file(actor=User.objects.get(pk=pk), file=file) for pk in people))
    assert sorted(type(one).__name__ for one in outcomes) == ["Http404", "NoneType"], outcomes
    assert Event.objects.filter(verb="deal_file_removed").count() == 1


# -- what is kept ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.pdf"), (b"MZ\x90\x00", "a.exe"), (b"<svg/>", "a.svg"), (picture()[:200], "a.jpg"),
        (office("xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx"), (b"x" * (2 * 1024 * 1024), "a.txt"),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_no_trace(client, settings, case, content, name):
    settings.HELIU_UPLOAD_LIMIT_MB = 1
    with pytest.raises(UploadRefused):
        put(case, upload=upload(content, name))
    client.force_login(case.two.seller)
    page = client.post(f"/deals/{case.deal.pk}/files/new/", {"kind": "other", "upload": upload(content, name)})
    assert page.status_code == 422
    api = client.post("/api/v1/deals/files/", {"deal": case.deal.pk, "kind": "other", "file": upload(content, name)})
    assert api.status_code in (400, 422)
    assert not DealFile.objects.exists()
    assert not default_storage.exists("deals") or not list(default_storage.listdir(f"deals/{case.deal.pk}")[1])
    assert not Event.objects.filter(verb__startswith="deal_file").exists()


def test_an_unknown_kind_is_refused_before_anything_is_stored(case):
    with pytest.raises(ValidationError) as error:
        put(case, kind="song")
    assert set(error.value.message_dict) == {"kind"}
    assert not default_storage.exists("deals")


def test_a_picture_is_drawn_anew_and_kept_under_a_random_name(client, case):
    sent = picture(exif=b"Exif\x00\x00camera-4711")
    file = put(case, upload=upload(sent, "../../现场 照片.jpg"), kind="delivery")
    with default_storage.open(file.file.name) as stream:
        stored = stream.read()
    assert stored != sent
    assert b"camera-4711" not in stored
    assert file.sha256 == hashlib.sha256(stored).hexdigest()
    assert "照片" not in file.file.name
    assert len(file.file.name.split("/")[-1].split(".")[0]) == 32
    client.force_login(case.two.buyer)
    answer = client.get(file.get_absolute_url())
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "image/jpeg"


def test_what_both_know_stands_in_the_timeline_and_the_bytes_go_once_removed(
    client, case, django_capture_on_commit_callbacks
):
    file = put(case)
    name = file.file.name
    assert Event.objects.get(verb="deal_file_added").note == "协议.pdf"
    assert Notice.objects.filter(recipient=case.two.buyer, event__verb="deal_file_added").exists()
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(actor=fresh(case.two.seller_owner), file=file)
        assert default_storage.exists(name), "the bytes go once the change is kept"
    assert not default_storage.exists(name)
    note = Event.objects.get(verb="deal_file_removed").note
    assert "协议.pdf" in note
    assert file.sha256 in note
    now = DealFile.objects.get()
    assert (now.removed_by, bool(now.file)) == (case.two.seller_owner, False)
    said = text(client, case.two.buyer, case.deal.get_absolute_url())
    assert "1 removed file" in said
    assert file.sha256 in said
    assert client.get(file.get_absolute_url()).status_code == 404
    listed = client.get("/api/v1/deals/files/?removed=true").json()["results"]
    assert [(one["name"], one["download"]) for one in listed] == [("协议.pdf", None)]
    assert client.get("/api/v1/deals/files/?removed=false").json()["count"] == 0


def test_the_bytes_go_with_the_row(case, django_capture_on_commit_callbacks):
    file = put(case)
    name = file.file.name
    with django_capture_on_commit_callbacks(execute=True):
        file.delete()
    assert not default_storage.exists(name)


def test_a_row_that_cannot_be_written_leaves_no_file(case, monkeypatch):
    monkeypatch.setattr(actions.files, "record_event", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put(case)
    assert not list(default_storage.listdir(f"deals/{case.deal.pk}")[1])


def test_of_a_deal_that_is_over_files_stay_as_they_are(client, case):
    file = put(case)
    case.take("lose", reason="price")
    with pytest.raises(StepNotPossible):
        put(case)
    with pytest.raises(StepNotPossible):
        remove_file(actor=fresh(case.two.seller), file=file)
    client.force_login(case.two.buyer)
    assert client.get(file.get_absolute_url()).getvalue() == PDF
    client.force_login(case.two.seller)
    sent = {"deal": case.deal.pk, "kind": "other", "file": upload()}
    assert client.post("/api/v1/deals/files/", sent).status_code == 409
    assert client.delete(f"/api/v1/deals/files/{file.pk}/").status_code == 409
    assert "Add a file" not in text(client, case.two.seller, case.deal.get_absolute_url())


def test_a_file_from_the_page_and_from_the_api(client, case):
    client.force_login(case.two.seller)
    sent = {"kind": "term_sheet", "upload": upload(name="条款.pdf"), "own_side_only": "on"}
    assert client.post(f"/deals/{case.deal.pk}/files/new/", sent).status_code == 302
    file = DealFile.objects.get()
    assert (file.kind, file.own_side_only, file.name) == ("term_sheet", True, "条款.pdf")
    api = client.post("/api/v1/deals/files/", {"deal": case.deal.pk, "kind": "contract", "file": upload()})
    assert api.status_code == 201
    said = api.json()
    assert (said["own_side_only"], said["sha256"], said["side"]["id"]) == (
        False, hashlib.sha256(PDF).hexdigest(), case.two.institute.pk,
    )  # fmt: skip
    assert client.get(said["download"]).getvalue() == PDF
    assert client.delete(f"/api/v1/deals/files/{said['id']}/").status_code == 204
    assert client.get(said["download"]).status_code == 404


def test_the_copy_of_ones_data_names_ones_files(case):
    put(case, own_side_only=True)
    assert [one["name"] for one in personal_data(fresh(case.two.seller))["deal_files"]] == ["协议.pdf"]
    assert not personal_data(fresh(case.two.seller_owner))["deal_files"]
