"""The versions of the text that agreements are made from."""

from __future__ import annotations

from importlib.resources import files

from django.db import transaction

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.agreements.errors import TemplateUsed
from heliu.agreements.models import Agreement, AgreementTemplate
from heliu.agreements.wording import canonical
from heliu.kit.permissions import require


@transaction.atomic
def write_template(
    *, actor: Actor, text_zh: str, text_en: str, note: str = "", checked: bool = False
) -> AgreementTemplate:  # fmt: skip
    """Add a version; it is in force only once somebody says so. Raises ValidationError for marks that mean nothing."""
    require(actor, "agreements.edit_template")
    # The rows there are, held: two who write at once get two numbers.
    numbers = list(AgreementTemplate.objects.select_for_update().values_list("number", flat=True))
    template = AgreementTemplate(number=max(numbers, default=0) + 1, created_by=person(actor))
    return _write(template, actor, text_zh=text_zh, text_en=text_en, note=note, checked=checked)


@transaction.atomic
def edit_template(
    *, actor: Actor, template: AgreementTemplate, text_zh: str, text_en: str, note: str = "", checked: bool = False
) -> AgreementTemplate:  # fmt: skip
    """Change a version that no agreement was made with. Raises TemplateUsed, ValidationError."""
    require(actor, "agreements.edit_template")
    # The lock that a proposal takes as well, so that no text changes while an agreement is made of it.
    stored = AgreementTemplate.objects.select_for_update().get(pk=template.pk)
    if Agreement.objects.filter(template=stored).exists():
        raise TemplateUsed
    return _write(stored, actor, text_zh=text_zh, text_en=text_en, note=note, checked=checked)


@transaction.atomic
def put_template_in_force(*, actor: Actor, template: AgreementTemplate) -> AgreementTemplate:
    """Let the next agreements be made with this version; those that there are keep their own."""
    require(actor, "agreements.edit_template")
    versions = {version.pk: version for version in AgreementTemplate.objects.select_for_update().order_by("pk")}
    chosen = versions[template.pk]
    if not chosen.in_force:
        AgreementTemplate.objects.filter(in_force=True).update(in_force=False)
        chosen.in_force = True
        chosen.save(update_fields=["in_force"])
        record_event(chosen, "template_in_force", actor=person(actor))
    return chosen


@transaction.atomic
def ship_template() -> AgreementTemplate | None:
    """Make the draft that comes with the software the first version, where there is none at all."""
    if AgreementTemplate.objects.exists():
        return None
    texts = {f"text_{language}": canonical(_shipped(language)) for language in ("zh", "en")}
    template = AgreementTemplate(number=1, in_force=True, **texts)
    template.full_clean(validate_constraints=False)
    template.save()
    return template


def _shipped(language: str) -> str:
    return (files("heliu.agreements") / "data" / f"confidentiality.{language}.txt").read_text(encoding="utf-8")


def _write(
    template: AgreementTemplate, actor: Actor, *, text_zh: str, text_en: str, note: str, checked: bool
) -> AgreementTemplate:
    template.text_zh, template.text_en = canonical(text_zh), canonical(text_en)
    template.note, template.checked = note.strip(), checked
    template.full_clean(validate_unique=False, validate_constraints=False)
    template.save()
    record_event(template, "template_written", actor=person(actor), data={"number": template.number})
    return template
