"""The Word files that papers are made from, replaced by administrators."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.deals.papers.actions.storing import hash_of, stored
from heliu.deals.papers.errors import TemplateRefused, TemplateTaken
from heliu.deals.papers.inspecting import inspect
from heliu.deals.papers.kinds import Kind
from heliu.deals.papers.merging import WORD_TYPE, MergeFailed, fill
from heliu.deals.papers.models import PaperTemplate
from heliu.kit.permissions import require
from heliu.kit.uploads import UploadRefused, check_upload


def check_template(content: bytes, kind: Kind, language: str) -> list[str]:
    """The names of the fields that a Word file carries; TemplateRefused where it cannot be a template of this kind.

    It is tried out: filled with the examples of its fields it has to be a Word file without a field left.
    """
    names = inspect(content)
    known = kind.known_fields()
    if unknown := [name for name in names if name not in known]:
        reason = _("These fields mean nothing: %(names)s. The list of fields shows those there are.")
        raise TemplateRefused(reason % {"names": ", ".join(unknown)}, unknown)
    if not names:
        raise TemplateRefused(_("The file has no field that the record could fill."))
    examples = {name: known[name].example(language) for name in names}
    try:
        fill(content, examples, title=str(kind.label), language=language)
    except MergeFailed as error:
        raise TemplateRefused(_("The file cannot be filled: %(problem)s") % {"problem": error}) from error
    return names


@transaction.atomic
def upload_template(
    *, actor: Actor, kind: Kind, language: str, upload: UploadedFile, note: str = "", checked: bool = False
) -> PaperTemplate:  # fmt: skip
    """Keep a version; it is in force only once somebody says so.

    Raises UploadRefused, TemplateRefused, TemplateTaken.
    """
    require(actor, "deals.edit_paper_template")
    file = check_upload(upload)
    if file.media_type != WORD_TYPE:
        raise UploadRefused(_("A template is a Word file (.docx)."))
    names = check_template(file.content, kind, language)
    found = PaperTemplate.objects.select_for_update().filter(kind=kind.name, language=language)
    number = (found.aggregate(last=Max("number"))["last"] or 0) + 1
    template = PaperTemplate(
        kind=kind.name, language=language, number=number, file_name=file.name, fields=names, note=note.strip(),
        checked=checked, content_hash=hash_of(file.content), created_by=person(actor),
    )  # fmt: skip
    name = f"papers/templates/{template.content_hash[:2]}/{template.content_hash}.docx"
    try:
        with stored(template.file, name, file.content), transaction.atomic():
            template.full_clean(validate_unique=False, validate_constraints=False)
            template.save()
            _record(template, "paper_template_uploaded", actor)
    except IntegrityError:
        # Before the first version there is no row to hold: of two at once the second one has the number taken.
        raise TemplateTaken from None
    return template


@transaction.atomic
def put_in_force(*, actor: Actor, template: PaperTemplate) -> PaperTemplate:
    """Let the next papers be made from this version; those that there are stay as they are."""
    require(actor, "deals.edit_paper_template")
    versions = _held(template.kind, template.language)
    chosen = versions[template.pk]
    if not chosen.in_force:
        PaperTemplate.objects.filter(pk__in=versions, in_force=True).update(in_force=False)
        chosen.in_force = True
        chosen.save(update_fields=["in_force"])
        _record(chosen, "paper_template_in_force", actor)
    return chosen


@transaction.atomic
def return_to_draft(*, actor: Actor, kind: Kind, language: str) -> None:
    """Let the next papers be made from the draft that comes with the software again."""
    require(actor, "deals.edit_paper_template")
    for template in _held(kind.name, language).values():
        if template.in_force:
            template.in_force = False
            template.save(update_fields=["in_force"])
            _record(template, "paper_template_withdrawn", actor)


def _held(kind: str, language: str) -> dict[int, PaperTemplate]:
    found = PaperTemplate.objects.select_for_update().filter(kind=kind, language=language).order_by("pk")
    return {template.pk: template for template in found}


def _record(template: PaperTemplate, verb: str, actor: Actor) -> None:
    data = {"kind": template.kind, "language": template.language, "number": template.number}
    record_event(template, verb, actor=person(actor), data=data)
