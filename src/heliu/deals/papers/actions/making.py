"""Making a paper of a deal."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext_lazy

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.dealflow.actions import people_concerned
from heliu.deals.actions.steps import locked
from heliu.deals.errors import StepNotPossible
from heliu.deals.models import Deal
from heliu.deals.papers.actions.storing import hash_of, stored
from heliu.deals.papers.errors import PaperFailed, PaperUnsuited
from heliu.deals.papers.fields import LOCALES
from heliu.deals.papers.inspecting import inspect
from heliu.deals.papers.kinds import Kind
from heliu.deals.papers.merging import MergeFailed, fill
from heliu.deals.papers.models import Paper
from heliu.deals.papers.selectors import CurrentValues, TemplateText, template_in_force
from heliu.kit.permissions import require

VERBS = {
    "paper_made": gettext_lazy("Paper made"),
    "enclosure_added": gettext_lazy("Enclosure added"),
    "enclosure_removed": gettext_lazy("Enclosure taken out"),
    "paper_template_uploaded": gettext_lazy("Template of a paper uploaded"),
    "paper_template_in_force": gettext_lazy("Template of a paper put in force"),
    "paper_template_withdrawn": gettext_lazy("Template of a paper put out of force"),
}
"""What the events recorded by papers are called."""


@transaction.atomic
def make_paper(*, actor: Actor, deal: Deal, kind: Kind, language: str) -> Paper:
    """Fill the template in force from the record as it is now; the next version where there is one already.

    Raises StepNotPossible of a deal that is over, PaperUnsuited where the kind does not fit it, PaperFailed.
    """
    # The lock makes two who make the same paper at once get two numbers, and the values those of one moment.
    deal = locked(deal)
    require(actor, "deals.make_paper", deal)
    if deal.is_over:
        raise StepNotPossible(deal.get_stage_display())
    if not kind.suits(deal):
        raise PaperUnsuited(kind.label)
    try:
        text = template_in_force(kind, language)
    except FileNotFoundError as error:
        raise PaperFailed(kind.label) from error
    values, content = _filled(deal, text)
    paper = Paper(
        deal=deal, kind=kind.name, language=language, number=_next_number(deal, kind, language),
        content_hash=hash_of(content), size=len(content), template=text.template, template_hash=text.content_hash,
        values=values, made_by=person(actor),
    )  # fmt: skip
    with stored(paper.file, f"papers/{deal.pk}/{paper.content_hash}.docx", content):
        paper.save()
        record_event(
            deal, "paper_made", actor=person(actor), note=paper.file_name,
            data={"paper": paper.pk, "kind": kind.name, "language": language, "number": paper.number},
            notify=people_concerned(deal.introduction),
        )  # fmt: skip
    return paper


def _filled(deal: Deal, text: TemplateText) -> tuple[dict[str, str], bytes]:
    values = CurrentValues(deal).of(text.kind, inspect(text.content), text.language)
    with translation.override(LOCALES[text.language]):  # type: ignore[index]
        title = f"{deal.number} {text.kind.label}"
    try:
        return values, fill(text.content, values, title=title, language=text.language)
    except MergeFailed as error:
        raise PaperFailed(text.kind.label) from error


def _next_number(deal: Deal, kind: Kind, language: str) -> int:
    found = Paper.objects.filter(deal=deal, kind=kind.name, language=language)
    return (found.aggregate(last=Max("number"))["last"] or 0) + 1
