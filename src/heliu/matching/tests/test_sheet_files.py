"""A sheet on the page, in Word and in JSON: the same in each, safe whatever somebody wrote."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from heliu.accounts.tests.factories import OrganisationFactory, member
from heliu.catalog.choices import State, Tier
from heliu.catalog.tests.factories import DemandFactory
from heliu.matching.sheets import labels
from heliu.matching.sheets.adapters import demand_sheet
from heliu.matching.sheets.serializers import DemandSheetSerializer
from heliu.matching.sheets.word import clean

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])
TEXTS = {
    "title_zh": "防腐涂层的研发", "title_en": "An anti-corrosion coating",
    "description_zh": "钢结构防腐涂层一年就脱落，要求在-20 ℃下涂层厚度≥0.3mm。",
    "description_en": "The coating of our steel structures peels off within a year. Thickness must be at least 0.3 mm.",
}  # fmt: skip


@pytest.fixture
def fetch(client):
    """The file of a sheet, its name, and the answer's headers."""

    def get(demand, format_name: str, language: str = "zh-hans"):
        client.cookies["django_language"] = language
        answer = client.get(reverse("demand_sheet_export", args=[demand.pk]), {"format": format_name})
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        return b"".join(answer.streaming_content), answer["Content-Disposition"]

    return get


def words_of(content: bytes) -> str:
    """Everything a reader of the document sees."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    section = document.sections[0]
    paragraphs = [*document.paragraphs, *section.header.paragraphs, *section.footer.paragraphs]
    return "\n".join([*(paragraph.text for paragraph in paragraphs), *cells])


@LANGUAGES
def test_word_opens_again_and_says_what_the_page_says(client, fetch, language):
    demand = DemandFactory(
        **TEXTS, cooperation=["joint_development"], deadline=date(2027, 6, 30), budget_max=Decimal(50)
    )
    content, _name = fetch(demand, "docx", language)
    shown = words_of(content)
    page = client.get(reverse("demand_sheet", args=[demand.pk])).content.decode()
    with translation.override(language):
        sheet = demand_sheet(demand, guarded=False)
        expected = [
            sheet.title, *(words for _label, words in labels.facts(sheet)), labels.missing_label(sheet),
            *(labels.element_label(element.name) for element in sheet.elements),
            *(labels.property_label(parameter) for parameter in sheet.measured),
            labels.source_label(next(element for element in sheet.elements if element.source == "text")),
        ]  # fmt: skip
    assert len(sheet.measured) == {"zh-hans": 2, "en": 1}[language]
    for text in expected:
        assert text in shown
        assert text.replace("'", "&#x27;") in page
    # The owner's text is whole but for the numbers of its places.
    assert sheet.description in re.sub(r"\[\d+\]", "", shown)
    parameters = Document(io.BytesIO(content)).tables[2]
    assert len(parameters.columns) == 6
    assert len(parameters.rows) == 1 + len(sheet.measured)


@LANGUAGES
def test_word_names_chinese_fonts_and_nothing_of_its_making(fetch, language):
    demand = DemandFactory(**TEXTS)
    content, _name = fetch(demand, "docx", language)
    document = Document(io.BytesIO(content))
    fonts = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Title", "Heading 1")
    }
    assert fonts == {"Normal": "宋体", "Title": "黑体", "Heading 1": "黑体"}
    defaults = document.styles.element.find(qn("w:docDefaults"))
    [default] = defaults.iter(qn("w:rFonts"))
    assert default.get(qn("w:eastAsia")) == "宋体"
    assert default.get(qn("w:eastAsiaTheme")) is None
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    properties = document.core_properties
    assert properties.title == TEXTS["title_zh" if language == "zh-hans" else "title_en"]
    assert (properties.author, properties.last_modified_by) == ("合流 Heliu", "合流 Heliu")
    assert (properties.comments, properties.keywords) == ("", "")
    assert not any("thumbnail" in name for name in zipfile.ZipFile(io.BytesIO(content)).namelist())


@LANGUAGES
def test_json_is_what_is_documented_and_the_api_gives_the_same(client, fetch, language):
    demand = DemandFactory(**TEXTS, budget_min=Decimal("12.5"), parameters="涂层厚度≥0.3mm")
    client.force_login(member())
    content, _name = fetch(demand, "json", language)
    answer = client.get(f"/api/v1/demands/{demand.pk}/sheet/")
    data = answer.json()
    assert content.decode() == content.decode().strip() + "\n"
    assert data == json.loads(content)
    # Exactly the documented keys, and nothing that the documented types would change.
    assert DemandSheetSerializer(data).data == data
    assert (data["format"], data["format_version"]) == ("heliu-demand-sheet", 1)
    fields = {name: getattr(demand, name) for name in ("title_zh", "description_zh", "description_en", "parameters")}
    for element in data["elements"]:
        for statement in element["statements"]:
            if statement["field"] in fields:
                assert fields[statement["field"]][slice(*statement["span"])] == statement["text"]
    for parameter in data["parameters"]:
        assert fields[parameter["field"]][parameter["start"] : parameter["end"]] == parameter["span"]
    budget = next(element for element in data["elements"] if element["name"] == "budget")
    assert budget["statements"][0]["value"] == {"low": 12.5, "high": None, "unit": "1e4 CNY"}


@LANGUAGES
def test_every_form_says_what_a_reader_elsewhere_has_to_know(client, fetch, language):
    owner = OrganisationFactory(verified=True)
    client.force_login(member(owner))
    demand = DemandFactory(**TEXTS, organisation=owner, illustrative=True, tier=Tier.CONFIDENTIAL, state=State.CLOSED)
    with translation.override(language):
        notices = labels.notices(demand)
    assert len(notices) == 3
    word, _name = fetch(demand, "docx", language)
    data, _name = fetch(demand, "json", language)
    page = client.get(reverse("demand_sheet", args=[demand.pk])).content.decode()
    for notice in notices:
        assert notice in words_of(word)
        assert notice in data.decode()
        assert notice in page
    assert labels.notices(DemandFactory(**TEXTS)) == []


HOSTILE = {
    "control characters": "甲\x00\x01\x08乙\x0b丙\x0c丁\x1f戊\ufffe己\uffff庚\t辛\r\n壬\r癸",
    "html": "</td><script>alert('x')</script><b>&amp; \"q\" ]]> <!-- -->",
    "direction": "a\u202eb\u2066c\u200d\u0301e\u0301",
    "beyond the basic plane": "𠮷野家 👩‍🔬 ≥ 5 mm",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_cleaned_of_what_xml_forbids_and_of_nothing_else(client, fetch, text):
    # NUL does not come through forms, and PostgreSQL refuses it; SQLite alone would keep it.
    text = text.replace("\x00", "")
    demand = DemandFactory(
        title_zh=f"题{text}"[:300], description_zh=f"{text}，要求厚度≥3 mm。", need_problem=text, parameters=text,
        need_confidentiality=text, contact_name=text[:100],
    )  # fmt: skip
    client.force_login(member())
    word, _name = fetch(demand, "docx")
    shown = re.sub(r"\[\d+\]", "", words_of(word))
    assert clean(text) in shown
    assert clean(demand.description_zh) in shown
    data = client.get(f"/api/v1/demands/{demand.pk}/sheet/").json()
    assert data["description"]["text"] == demand.description_zh
    page = client.get(reverse("demand_sheet", args=[demand.pk])).content.decode()
    assert "<script>alert" not in page
    assert "</td><script>" not in page


@given(st.text())
def test_cleaning(text):
    cleaned = clean(text)
    element = etree.Element("a")
    element.text = cleaned
    assert etree.fromstring(etree.tostring(element)).text in (cleaned, cleaned or None)
    assert clean(cleaned) == cleaned
    ends = re.sub("\r\n|[\r\v\f\u0085\u2028\u2029]", "\n", text)
    legal = "".join(
        char for char in ends
        if char in "\t\n" or 0x20 <= ord(char) <= 0xD7FF or 0xE000 <= ord(char) <= 0xFFFD or ord(char) >= 0x10000
    )  # fmt: skip
    assert cleaned == legal


def test_the_longest_fields_make_a_sheet(client, fetch):
    longest = ("厚度≥3 mm，在 5 ℃下不裂。" * 5000)[:50_000]
    demand = DemandFactory(description_zh=longest, description_en="", need_problem=longest, parameters=longest)
    word, _name = fetch(demand, "docx")
    assert words_of(word).count(longest) == 2
    assert re.sub(r"\[\d+\]", "", words_of(word)).count(longest) == 3
    page = client.get(reverse("demand_sheet", args=[demand.pk])).content.decode()
    assert page.count(longest) == 2


def test_an_empty_demand_has_a_sheet(client, fetch):
    demand = DemandFactory(title_zh="x", title_en="", description_zh="", description_en="")
    word, _name = fetch(demand, "docx")
    assert "未说明" in words_of(word)
    data = client.get(f"/api/v1/demands/{demand.pk}/sheet/").json()
    assert (data["description"]["text"], data["parameters"]) == ("", [])
    assert client.get(reverse("demand_sheet", args=[demand.pk])).status_code == 200


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("低温密封", "需求单-{}-v1-低温密封.docx"),
        ("../../etc/passwd", "需求单-{}-v1-etc passwd.docx"),
        ("a\u202excod.exe", "需求单-{}-v1-axcod exe.docx"),
        ('铝合金7050.5 <b>"焊接"|?*\r\n管道', "需求单-{}-v1-铝合金7050 5 _b_焊接_ 管道.docx"),
        ("长" * 300, "需求单-{}-v1-" + "长" * 40 + ".docx"),
    ],
)
def test_names_of_files_are_safe_and_say_what_they_are(title, expected):
    sheet = demand_sheet(DemandFactory(title_zh=title, title_en=""), guarded=False)
    name = labels.file_name(sheet, ".docx")
    assert name == expected.format(sheet.demand.pk)
    assert len(name.encode()) < 255


def test_other_formats_are_not_there(client):
    demand = DemandFactory()
    for name in ("pdf", "exe", ""):
        answer = client.get(reverse("demand_sheet_export", args=[demand.pk]), {"format": name})
        assert answer.status_code == 404
