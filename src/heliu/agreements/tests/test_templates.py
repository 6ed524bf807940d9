"""Versions of the text that agreements are made from."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from heliu.accounts.tests.factories import administrator, owner, reviewer
from heliu.agreements import actions, errors
from heliu.agreements.models import Agreement, AgreementTemplate
from heliu.agreements.selectors import template_in_force
from heliu.agreements.tests.factories import sides

pytestmark = pytest.mark.django_db


def texts(**changes) -> dict[str, str]:
    shipped = AgreementTemplate.objects.get(number=1)
    return {"text_zh": shipped.text_zh, "text_en": shipped.text_en, **changes}


def test_a_draft_is_shipped_and_only_once():
    shipped = template_in_force()
    assert shipped is not None
    assert (shipped.number, shipped.checked) == (1, False)
    assert "须由本站运营方委托律师审核" in shipped.text_zh
    assert "has not been checked by a lawyer" in shipped.text_en
    assert actions.ship_template() is None
    assert AgreementTemplate.objects.count() == 1


def test_versions_are_numbered_and_one_is_in_force():
    admin = administrator()
    second = actions.write_template(actor=admin, note="缩短期限", checked=True, **texts())
    assert (second.number, second.in_force) == (2, False)
    assert template_in_force().number == 1
    actions.put_template_in_force(actor=admin, template=second)
    assert [version.number for version in AgreementTemplate.objects.filter(in_force=True)] == [2]
    assert sides().propose().template == second
    actions.put_template_in_force(actor=admin, template=AgreementTemplate.objects.get(number=1))
    assert template_in_force().number == 1


def test_a_version_is_changed_until_it_is_used_and_never_again():
    admin = administrator()
    second = actions.write_template(actor=admin, **texts())
    edited = texts(text_zh=texts()["text_zh"].replace("三十日", "二十日"))
    actions.edit_template(actor=admin, template=second, **edited)
    actions.put_template_in_force(actor=admin, template=second)
    agreement = sides().propose()
    assert "二十日" in agreement.text
    with pytest.raises(errors.TemplateUsed):
        actions.edit_template(actor=admin, template=second, **texts())
    # A newer version leaves what was agreed as it is.
    third = actions.put_template_in_force(actor=admin, template=actions.write_template(actor=admin, **texts()))
    stored = Agreement.objects.get(pk=agreement.pk)
    assert (stored.text, stored.template, third.number) == (agreement.text, second, 3)


def test_administrators_alone_write_it():
    template = template_in_force()
    for user in (owner(), reviewer()):
        for write in (
            lambda user=user: actions.write_template(actor=user, **texts()),
            lambda user=user: actions.edit_template(actor=user, template=template, **texts()),
            lambda user=user: actions.put_template_in_force(actor=user, template=template),
        ):
            with pytest.raises(PermissionDenied):
                write()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{party_a_name}}", "必须包含：reference"),
        ("{{somebody}}", "无法识别的标记：somebody"),
        ("{{#mutual}}", "未闭合或重复闭合：mutual"),
    ],
)
def test_a_text_with_a_mistake_is_refused_with_its_place(text, message):
    with pytest.raises(ValidationError) as refused:
        actions.write_template(actor=administrator(), **texts(text_en=text))
    assert list(refused.value.message_dict) == ["text_en"]
    assert message in str(refused.value)
    assert AgreementTemplate.objects.count() == 1


def test_without_a_version_in_force_nothing_is_proposed():
    AgreementTemplate.objects.update(in_force=False)
    with pytest.raises(errors.NoTemplate):
        sides().propose()
