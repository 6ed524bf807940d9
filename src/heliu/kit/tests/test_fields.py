"""The form field for codes of a vocabulary."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from heliu.kit.fields import CodeField, described, suggestions


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", ""),
        ("120103", "120103"),
        (" 120103  天津市  河西区 ", "120103"),
        ("120103 anything after the code", "120103"),
        ("天津市 河西区", "120103"),
        ("河西区", "120103"),
        ("天津市", "120000"),
        ("Tianjin", "120000"),
    ],
)
def test_codes_and_names_are_understood(typed, code):
    assert CodeField(vocabulary="regions", required=False).clean(typed) == code


def test_industries_have_letters():
    field = CodeField(vocabulary="industries")
    assert field.clean("c26") == "C26"
    assert field.prepare_value("C26").startswith("C26 ")
    with pytest.raises(ValidationError):
        field.clean("")


@pytest.mark.parametrize("typed", ["999999", "Atlantis", "朝阳区"])
def test_what_is_unknown_or_could_be_several_is_refused(typed):
    """There is a Chaoyang District in Beijing and one in Changchun."""
    with pytest.raises(ValidationError):
        CodeField(vocabulary="regions").clean(typed)


def test_a_stored_code_is_shown_with_its_names():
    field = CodeField(vocabulary="regions")
    assert field.prepare_value("120103") == described("regions", "120103") == "120103 天津市 河西区"
    assert field.prepare_value("000000") == "000000"
    assert field.prepare_value(None) is None


def test_suggestions_put_the_entrys_own_name_first():
    found = suggestions("regions", "天津")
    assert found[0] == "120000 天津市"
    assert len(suggestions("regions", "市", limit=5)) == 5
    assert suggestions("regions", "hexi tianjin")[0].startswith("120103")
    assert suggestions("regions", "1201")[0].startswith("1201")
    assert any(entry.startswith("110000") for entry in suggestions("regions", ""))
    assert suggestions("regions", "Atlantis") == []


@pytest.mark.django_db
def test_the_page_asks_for_suggestions(client):
    page = client.get(reverse("vocabulary", args=["regions"]), {"region": "河西"}).content.decode()
    assert '<option value="120103 天津市 河西区"></option>' in page
    assert client.get(reverse("vocabulary", args=["planets"])).status_code == 404
    assert "<script" not in client.get(reverse("vocabulary", args=["regions"]), {"q": "<script>"}).content.decode()
