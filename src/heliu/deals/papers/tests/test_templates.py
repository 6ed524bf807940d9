"""Templates that administrators upload: what is refused, which version is used, who may."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from heliu.accounts.tests.factories import UserFactory, administrator
from heliu.deals.models import PaperTemplate
from heliu.deals.papers.actions import put_in_force, return_to_draft, upload_template
from heliu.deals.papers.errors import PaperFailed, TemplateRefused, TemplateTaken
from heliu.deals.papers.inspecting import inspect
from heliu.deals.papers.kinds import TERM_SHEET, kinds
from heliu.deals.papers.listing import field_rows, field_sheet
from heliu.deals.papers.tests.factories import changed, full_case, make, text_of, upload, word_file
from heliu.kit.tests.threads import at_once
from heliu.kit.uploads import UploadRefused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def try_upload(content: bytes, name: str = "模板.docx", actor=None, **facts) -> PaperTemplate:
    return upload_template(
        actor=actor or administrator(), kind=kinds()[TERM_SHEET], language="zh", upload=upload(content, name), **facts
    )  # fmt: skip


# -- what is refused ------------------------------------------------------------------------------


def with_relation(kind: str, mode: str = "External") -> bytes:
    relation = (
        f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="http://example.org/x" TargetMode="{mode}"/></Relationships>'
    )
    return changed(word_file(), "word/_rels/document.xml.rels", b"</Relationships>", relation.encode())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (word_file(["MERGEFIELD deal_number", "MERGEFIELD provider_adress", "MERGEFIELD Preis"]),
         "provider_adress, Preis"),
        (word_file(["MERGEFIELD provider_adress"], split=True), "provider_adress"),
        (word_file([]), "no field that the record could fill"),
        (word_file(["DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"]), "DDEAUTO"),
        (word_file(['INCLUDETEXT "http://example.org/x"'], split=True), "INCLUDETEXT"),
        (word_file(["NEXT", "MERGEFIELD deal_number"]), "NEXT"),
        (word_file(['MERGEFIELD amount \\# "0.00"']), "switch"),
        (with_relation("attachedTemplate"), "attachedtemplate"),
        (with_relation("oleObject", "Internal"), "oleobject"),
        (with_relation("image"), "image"),
        (changed(word_file(), "word/document.xml", b"?>\n", b'?>\n<!DOCTYPE x [<!ENTITY a "b">]>'), "damaged"),
        (changed(word_file(), "word/document.xml", b"</w:body>", b""), "damaged"),
    ],
)  # fmt: skip
def test_a_file_that_can_be_no_template_is_refused_with_what_is_wrong(content, said):
    with pytest.raises(TemplateRefused) as refused:
        try_upload(content)
    assert said in str(refused.value)
    assert not PaperTemplate.objects.exists()


def test_macros_other_files_and_large_ones_are_refused(settings):
    with pytest.raises(UploadRefused, match="macros"):
        try_upload(changed(word_file(), "[Content_Types].xml", b"wordprocessingml.document.main", b"ms.macroEnabled"))
    with pytest.raises(UploadRefused, match="Word file"):
        try_upload("合同编号：{deal_number}".encode(), "模板.txt")
    large = changed(word_file(), "word/document.xml", b"</w:body>", b"<!--" + b"x" * 2 * 1024**2 + b"--></w:body>")
    with pytest.raises(TemplateRefused, match="2 MB"):
        try_upload(large)
    settings.HELIU_UPLOAD_LIMIT_MB = 1
    with pytest.raises(UploadRefused, match="larger than 1 MB"):
        try_upload(large)


def test_a_hyperlink_and_page_numbers_may_stay():
    fields = ["MERGEFIELD deal_number \\* MERGEFORMAT", "PAGE", 'HYPERLINK "https://example.org/"']
    template = try_upload(changed(
        word_file(fields), "word/_rels/document.xml.rels", b"</Relationships>",
        b'<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
        b' Target="https://example.org/" TargetMode="External"/></Relationships>',
    ))  # fmt: skip
    assert template.fields == ["deal_number"]


# -- versions -------------------------------------------------------------------------------------


def test_an_uploaded_template_is_used_once_it_is_in_force_and_until_another_is():
    case, boss = full_case(), administrator()
    first = try_upload(word_file(["MERGEFIELD deal_title", "MERGEFIELD amount_capital"], split=True), actor=boss)
    assert first.number == 1
    assert make(case, TERM_SHEET).template is None

    put_in_force(actor=boss, template=first)
    paper = make(case, TERM_SHEET)
    with paper.file.open("rb") as stream:
        shown = text_of(stream.read())
    assert (paper.number, paper.template) == (2, first)
    assert "壹拾万元零伍分" in shown
    assert "«" not in shown
    assert make(case, TERM_SHEET, "en").template is None

    second = try_upload(word_file(["MERGEFIELD deal_number"]), actor=boss, note="短", checked=True)
    assert (second.number, second.checked) == (2, True)
    put_in_force(actor=boss, template=second)
    assert list(make(case, TERM_SHEET).values) == ["deal_number"]
    assert list(PaperTemplate.objects.filter(in_force=True)) == [second]
    # What was made with the first one stays as it was made.
    paper.refresh_from_db()
    assert paper.template == first

    second.file.storage.delete(second.file.name)
    with pytest.raises(PaperFailed):
        make(case, TERM_SHEET)
    return_to_draft(actor=boss, kind=kinds()[TERM_SHEET], language="zh")
    assert make(case, TERM_SHEET).template is None


@pytest.mark.django_db(transaction=True)
def test_of_two_uploaded_at_once_both_are_kept_or_one_is_told():
    boss = administrator()
    outcomes = at_once(
        lambda: try_upload(word_file(), actor=boss),
        lambda: try_upload(word_file(["MERGEFIELD deal_title"]), actor=boss),
    )  # fmt: skip
    kept = [outcome for outcome in outcomes if isinstance(outcome, PaperTemplate)]
    assert kept
    assert all(isinstance(outcome, PaperTemplate | TemplateTaken) for outcome in outcomes), outcomes
    assert sorted(PaperTemplate.objects.values_list("number", flat=True)) == list(range(1, len(kept) + 1))


# -- who may, and the list of fields ---------------------------------------------------------------


def test_administrators_alone_keep_the_templates(client):
    case, content = full_case(), word_file()
    template = try_upload(content)
    for person in (case.two.seller_owner, UserFactory()):
        with pytest.raises(PermissionDenied):
            try_upload(word_file(), actor=person)
        with pytest.raises(PermissionDenied):
            put_in_force(actor=person, template=template)
        client.force_login(person)
        for address in ("", "new/", f"{template.pk}/file/"):
            assert client.get(f"/deals/papers/templates/{address}").status_code == 403
        assert client.get("/deals/papers/fields/").status_code == 403
        assert client.get("/api/v1/paper-templates/").status_code == 403
    client.force_login(administrator())
    assert client.get("/deals/papers/drafts/term_sheet/zh/").status_code == 200
    assert client.get("/deals/papers/drafts/term_sheet/fr/").status_code == 404
    assert client.get("/deals/papers/drafts/other/zh/").status_code == 404
    saved = client.get(f"/deals/papers/templates/{template.pk}/file/")
    assert b"".join(saved.streaming_content) == content


def test_the_pages_upload_refuse_and_put_in_force(client):
    client.force_login(administrator())
    facts = {"kind": TERM_SHEET, "language": "zh", "note": "本园区用"}
    english = {"Accept-Language": "en"}
    refused = client.post(
        "/deals/papers/templates/new/", {**facts, "upload": upload(word_file(["MERGEFIELD other"]))}, headers=english
    )
    assert refused.status_code == 422
    assert "These fields mean nothing: other" in refused.content.decode()
    kept = client.post("/deals/papers/templates/new/", {**facts, "upload": upload(word_file())})
    assert kept.status_code == 302
    template = PaperTemplate.objects.get()
    client.post(f"/deals/papers/templates/{template.pk}/in-force/")
    shown = client.get("/deals/papers/templates/", headers=english).content.decode()
    assert "本园区用" in shown
    assert "Use it again" in shown
    client.post("/deals/papers/drafts/term_sheet/zh/use/")
    template.refresh_from_db()
    assert not template.in_force


def test_the_list_shows_every_field_and_its_word_file_carries_them_all(client):
    client.force_login(administrator())
    shown = client.get("/deals/papers/fields/", headers={"Accept-Language": "en"}).content.decode()
    for row in field_rows():
        assert row.name in shown
        assert row.label
        assert row.example
    assert set(inspect(field_sheet())) == {row.name for row in field_rows()}
    assert client.get("/deals/papers/fields/file/").status_code == 200


def test_a_draft_is_the_same_bytes_each_time():
    from heliu.deals.papers.drafting import build

    first = kinds()[TERM_SHEET].draft("zh")
    build.cache_clear()
    assert kinds()[TERM_SHEET].draft("zh") == first
    assert io.BytesIO(first).read(2) == b"PK"


# -- API ------------------------------------------------------------------------------------------


def test_the_api_of_templates(client):
    client.force_login(administrator())
    facts = {"kind": TERM_SHEET, "language": "zh"}
    refused = client.post("/api/v1/paper-templates/", {**facts, "upload": upload(word_file(["MERGEFIELD other"]))})
    assert refused.status_code == 422
    assert refused.json()["unknown"] == ["other"]
    assert (
        client.post("/api/v1/paper-templates/", {**facts, "kind": "no", "upload": upload(word_file())}).status_code
        == 400
    )
    content = word_file()
    kept = client.post("/api/v1/paper-templates/", {**facts, "upload": upload(content)})
    assert kept.status_code == 201
    address = f"/api/v1/paper-templates/{kept.json()['id']}/"
    assert kept.json()["fields_used"] == ["deal_number"]
    assert client.post(f"{address}in-force/").json()["in_force"] is True
    assert client.get("/api/v1/paper-templates/").json()["count"] == 1
    assert client.get(address).json()["number"] == 1
    assert client.post(f"{address}out-of-force/").json()["in_force"] is False
    assert b"".join(client.get(f"{address}file/").streaming_content) == content
    assert {one["name"] for one in client.get("/api/v1/paper-templates/fields/").json()} == {
        row.name for row in field_rows()
    }
