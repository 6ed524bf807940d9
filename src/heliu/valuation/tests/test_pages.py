"""Pages and API: the form of every method, results, conflicts, the workbook, and nothing for outsiders."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from heliu.accounts.tests.factories import OrganisationFactory, member, owner, reviewer
from heliu.catalog.tests.factories import AchievementFactory
from heliu.valuation.approaches import APPROACHES
from heliu.valuation.choices import Method, Unit
from heliu.valuation.forms import ValuationForm, parse_years
from heliu.valuation.inputs import Flag, Yearly
from heliu.valuation.models import Valuation
from heliu.valuation.results import compute
from heliu.valuation.tests.factories import INPUTS, deal, inputs_of, one, valued

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return OrganisationFactory(verified=True)


@pytest.fixture
def achievement(place):
    return AchievementFactory(organisation=place)


@pytest.fixture
def author(place, client):
    person = owner(place)
    client.force_login(person)
    return person


def as_typed(method: str, inputs: dict[str, Any]) -> dict[str, str]:
    """What a person types for these inputs: per cent for rates, blanks between years."""

    def written(value: float | None, unit: Unit) -> str:
        return "" if value is None else f"{value * (100 if unit == Unit.PERCENT else 1):.10g}"

    typed = {"name": "", "valued_on": "2026-11-26", "note": "", "rows": "5"}
    for part in APPROACHES[method].parts:
        given = inputs.get(part.name)
        if isinstance(part, Flag):
            typed |= {part.name: "on"} if given else {}
        elif given is not None:
            unit = Unit.PERCENT if isinstance(part, Yearly) else Unit(part.unit)
            typed |= {f"{part.name}_{end}": written(given.get(end), unit) for end in ("low", "base", "high")}
            typed[f"{part.name}_source"] = given["source"]
            if isinstance(part, Yearly):
                typed[f"{part.name}_values"] = " ".join(written(each, Unit(part.unit)) for each in given["values"])
    for number, row in enumerate(inputs.get("comparables", ())):
        typed |= {f"deal{number}_{key}": f"{value:g}" for key, value in row["factors"].items()}
        typed |= {f"deal{number}_{key}": str(row[key]) for key in ("name", "price", "source")}
    return typed


@pytest.mark.parametrize("method", Method.values)
def test_each_method_is_filled_in_computed_and_edited(method, client, author, achievement):
    """What is typed gives what the inputs give; the form of editing holds it again, unchanged."""
    address = reverse("valuation_create", args=[achievement.pk, method])
    assert client.get(address).status_code == 200
    answer = client.post(address, as_typed(method, INPUTS[method]))
    assert answer.status_code == 302, answer.context["form"].errors
    valuation = Valuation.objects.get()
    wanted, made = compute(method, INPUTS[method]), compute(method, valuation.inputs)
    assert (made.low, made.base, made.high) == pytest.approx((wanted.low, wanted.base, wanted.high))
    page = client.get(valuation.get_absolute_url()).content.decode()
    assert f"{wanted.base:,.2f}" in page
    assert "不是法定评估" in page
    edit = client.get(reverse("valuation_edit", args=[valuation.pk]))
    typed = {name: edit.context["form"][name].value() for name in edit.context["form"].fields}
    typed = {name: value for name, value in typed.items() if value not in (None, False)}
    client.post(edit.request["PATH_INFO"], typed | {"rows": edit.context["form"].rows, "version": "1"})
    valuation.refresh_from_db()
    assert valuation.version == 1, "nothing differs"


def test_a_form_starts_empty(achievement):
    """No rate, no rule of thumb, nothing that nobody said."""
    for method in Method.values:
        form = ValuationForm(method=method)
        given = {name: form[name].value() for name in form.fields if name not in ("valued_on",)}
        assert not any(given.values()), method


def test_mistakes_are_told_at_their_fields(client, author, achievement):
    typed = as_typed("royalty", INPUTS["royalty"])
    typed |= {"royalty_low": "9", "royalty_source": "", "revenues_values": "1,000 2,000", "rate_base": "viel"}
    answer = client.post(reverse("valuation_create", args=[achievement.pk, "royalty"]), typed)
    assert answer.status_code == 422
    assert {"royalty_source", "revenues_values", "rate_base"} <= set(answer.context["form"].errors)
    typed = as_typed("royalty", inputs_of("royalty", royalty=one(0.05, 0.09)))
    answer = client.post(reverse("valuation_create", args=[achievement.pk, "royalty"]), typed)
    assert "royalty_base" in answer.context["form"].errors
    typed = as_typed("royalty", INPUTS["royalty"]) | {"tax_base": "125", "revenues_low": "120"}
    answer = client.post(reverse("valuation_create", args=[achievement.pk, "royalty"]), typed)
    assert answer.context["form"].errors["tax_base"] == ["应在0 %到100 %之间。"], "as it is typed, not as it is kept"
    assert "revenues_low" in answer.context["form"].errors
    typed = as_typed("market", INPUTS["market"]) | {"deal0_name": "", "deal0_price": "", "deal0_source": "",
                                                    "deal2_price": ""}  # fmt: skip
    answer = client.post(reverse("valuation_create", args=[achievement.pk, "market"]), typed)
    assert "deal2_price" in answer.context["form"].errors, "the row as the person sees it, blank rows counted"
    assert not Valuation.objects.exists()


def test_numbers_of_years():
    assert parse_years("1000 1500\n2000\t30;5，6、7, 8,", Unit.MONEY) == [1000, 1500, 2000, 30, 5, 6, 7, 8]
    assert parse_years("100% 40 7", Unit.PERCENT) == [1.0, 0.4, 0.07]


def test_the_second_of_two_is_told_what_changed(client, author, achievement):
    valuation = valued(author, achievement, name="a")
    typed = as_typed("royalty", INPUTS["royalty"])
    edit = reverse("valuation_edit", args=[valuation.pk])
    assert client.post(edit, typed | {"name": "b", "version": "1"}).status_code == 302
    answer = client.post(edit, typed | {"name": "c", "version": "1"})
    assert answer.status_code == 409
    assert "名称" in answer.content.decode()
    valuation.refresh_from_db()
    assert valuation.name == "b"
    again = typed | {"name": "c", "version": str(answer.context["version"])}
    assert client.post(edit, again).status_code == 302
    assert "版本 3" in client.get(reverse("valuation_versions", args=[valuation.pk])).content.decode()


def test_side_by_side_and_on_the_achievements_page(client, author, achievement):
    address = reverse("valuation_compare", args=[achievement.pk])
    valued(author, achievement)
    client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        client.get(address)
    for method in Method.values[1:]:
        valued(author, achievement, method)
    valued(author, achievement, "market", inputs={"comparables": INPUTS["market"]["comparables"][:2]})
    with CaptureQueriesContext(connection) as for_many:
        answer = client.get(address)
    assert len(for_many) == len(for_one)
    bars = answer.context["chart"].bars
    assert len(bars) == 6, "a licence offer is no value, and two comparables are no market"
    assert len(answer.context["offers"]) == 1
    free = {"comparables": [deal("A", 0), deal("B", 100), deal("C", 120)]}
    page = client.get(valued(author, achievement, "market", inputs=free).get_absolute_url()).content.decode()
    assert "∞" in page
    assert "中位数" not in page, "how many times is not said where the lowest is 0"
    assert "估值" in client.get(achievement.get_absolute_url()).content.decode()


def test_outsiders_find_nothing(client, author, achievement):
    valuation = valued(author, achievement)
    of_record = [reverse("valuation_compare", args=[achievement.pk]),
                 reverse("valuation_choose", args=[achievement.pk]),
                 reverse("valuation_create", args=[achievement.pk, "cost"])]  # fmt: skip
    names = ("valuation_detail", "valuation_edit", "valuation_versions", "valuation_export")
    own = [reverse(name, args=[valuation.pk]) for name in names] + [
        reverse("api-valuation-detail", args=[valuation.pk])
    ]
    for person in (member(), reviewer()):
        client.force_login(person)
        assert {client.get(address).status_code for address in of_record + own} == {404}
        assert client.post(reverse("valuation_delete", args=[valuation.pk])).status_code == 404
        assert client.get(reverse("api-valuation-list")).json()["count"] == 0
        assert 'id="valuations"' not in client.get(achievement.get_absolute_url()).content.decode()
    client.logout()
    assert {client.get(address).status_code for address in of_record + own[:-1]} == {302}
    client.force_login(member(achievement.organisation))
    assert client.post(reverse("valuation_delete", args=[valuation.pk])).status_code == 403
    assert client.get(reverse("valuation_create", args=[achievement.pk, "no-such"])).status_code == 404


def test_the_workbook_on_page_and_api(client, author, achievement):
    valuation = valued(author, achievement, "npv")
    for address in (
        reverse("valuation_export", args=[valuation.pk]),
        reverse("api-valuation-workbook", args=[valuation.pk]),
    ):
        answer = client.get(address)
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        assert len(book.sheetnames) == 4
        assert book[book.sheetnames[3]]["B2"].data_type == "f"
        assert "no-store" in answer["Cache-Control"]


def test_the_api_writes_and_reads_what_pages_do(client, author, achievement):
    new = {"achievement": achievement.pk, "method": "royalty", "inputs": INPUTS["royalty"], "name": "API"}
    made = client.post(reverse("api-valuation-list"), new, "application/json")
    assert made.status_code == 201
    body = made.json()
    assert body["result"]["base"] == pytest.approx(compute("royalty", INPUTS["royalty"]).base)
    assert body["result"]["drivers"][0]["input"] in {"revenues_level", "royalty"}
    assert body["disclaimer"]
    wrong = client.post(reverse("api-valuation-list"), new | {"inputs": {}}, "application/json")
    assert wrong.status_code == 400
    assert "royalty.base" in wrong.json()
    foreign = new | {"achievement": AchievementFactory().pk}
    assert client.post(reverse("api-valuation-list"), foreign, "application/json").status_code == 400
    detail = reverse("api-valuation-detail", args=[body["id"]])
    assert client.patch(detail, {"version": 1, "name": "x"}, "application/json").json()["version"] == 2
    assert client.patch(detail, {"version": 1, "name": "y"}, "application/json").status_code == 409
    listed = client.get(reverse("api-valuation-list"), {"achievement": achievement.pk, "method": "royalty"})
    assert listed.json()["count"] == 1
    assert client.get(reverse("api-valuation-list"), {"from": "2100-01-01"}).json()["count"] == 0
    assert client.get(reverse("api-valuation-list"), {"from": "soon"}).status_code == 400
    methods = client.get(reverse("api-valuation-methods")).json()
    assert [row["method"] for row in methods] == Method.values
    assert client.delete(detail).status_code == 204
    assert not Valuation.objects.exists()


def test_inputs_of_an_older_release_ask_to_be_edited(client, author, achievement):
    valuation = valued(author, achievement)
    Valuation.objects.update(inputs={"royalty": one(0.05)})
    page = client.get(valuation.get_absolute_url()).content.decode()
    assert "输入已不完整" in page
    assert client.get(reverse("valuation_edit", args=[valuation.pk])).status_code == 200
    assert client.get(reverse("valuation_export", args=[valuation.pk])).status_code == 302
    assert client.get(reverse("api-valuation-detail", args=[valuation.pk])).json()["result"] is None
    assert client.get(reverse("valuation_compare", args=[achievement.pk])).status_code == 200
