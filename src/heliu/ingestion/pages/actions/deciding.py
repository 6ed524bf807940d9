"""What a person says of what the rules found: right, not right, something else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.actions import register_organisation
from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.activity.actions import record_event
from heliu.catalog.spreadsheets.cells import text_language
from heliu.ingestion.pages import permissions  # noqa: F401 - registers the rules that are asked here
from heliu.ingestion.pages.choices import BODIES, TARGETS, Decision, LinkedBy, MentionKind
from heliu.ingestion.pages.errors import MentionChanged, NoSuchTarget, PageGone
from heliu.ingestion.pages.models import Mention, Page
from heliu.ingestion.pages.selectors import Unchanged, target_for
from heliu.kit.permissions import require

UNCHANGED = Unchanged()
"""The tie stays as it is, where the person sees it."""


@transaction.atomic
def decide_mention(
    *, actor: Actor, mention: Mention, turn: int, decision: str, kind: str = "",
    target: int | Unchanged | None = UNCHANGED,
) -> Mention:  # fmt: skip
    """Confirm a mention, refuse it, call it another kind, or tie it to something in the catalog; None unties it.

    ``turn`` is that of the mention the person has seen: where somebody else decided meanwhile, nothing is written and
    MentionChanged says what. A tie that the person cannot see is not confirmed with the rest: it goes. Raises
    NoSuchTarget.
    """
    found = _locked(mention)
    require(actor, "ingestion.decide_mention", found.version.page)
    if found.turn != turn:
        raise MentionChanged(found)
    if decision not in (Decision.CONFIRMED, Decision.REFUSED):
        raise ValidationError({"decision": _("Say whether it is right.")})
    if kind and kind not in MentionKind.values:
        raise ValidationError({"kind": _("There is no such kind.")})
    found.kind, found.decision = kind or found.kind, decision
    _tie(actor, found, None if decision == Decision.REFUSED else target)
    found.decided_by, found.decided_at, found.turn = person(actor), timezone.now(), found.turn + 1
    found.save()
    data = {
        "mention": found.pk, "decision": decision, "kind": found.kind, "proposed": found.proposed_kind,
        "version": found.version.number,
    }  # fmt: skip
    record_event(found.version.page, "mention_decided", actor=person(actor), data=data)
    return found


@transaction.atomic
def register_mentioned(*, actor: Actor, mention: Mention, turn: int, kind: str) -> Organisation:
    """Enter an organisation that a page names and nobody knows, for others to claim, and tie the mention to it.

    For reviewers and administrators, as entering for others always is. Raises MentionChanged, NoSuchTarget, and what
    ``register_organisation`` raises: one of the same name is there already.
    """
    found = _locked(mention)
    page = found.version.page
    require(actor, "ingestion.decide_mention", page)
    if found.turn != turn:
        raise MentionChanged(found)
    if found.kind not in BODIES:
        raise NoSuchTarget
    # Everybody reads an organisation's source, and a file is known to its people only.
    source = f"{page} {found.version.answered_from or page.url}"[:300] if page.url else ""
    names: dict[str, Any] = {f"name_{text_language(found.name)}": found.name[:200]}
    made = register_organisation(actor=actor, as_owner=False, kind=kind, source=source, **names)
    decide_mention(actor=actor, mention=found, turn=turn, decision=Decision.CONFIRMED, target=made.pk)
    return made


def _tie(actor: Actor, mention: Mention, target: int | Unchanged | None) -> None:
    wanted = TARGETS.get(mention.kind, "")
    if isinstance(target, Unchanged):
        if target_for(actor, mention) is None or mention.target_kind != wanted:
            mention.target_kind, mention.target_id, mention.linked_by = "", None, ""
        return
    if target is None:
        mention.target_kind, mention.target_id, mention.linked_by = "", None, ""
        return
    if not wanted:
        raise NoSuchTarget
    mention.target_kind, mention.target_id, mention.linked_by = wanted, target, LinkedBy.PERSON
    if target_for(actor, mention) is None:
        raise NoSuchTarget


def _locked(mention: Mention) -> Mention:
    # The page first, as everywhere, so that a reading and a decision never wait for each other.
    page = Page.objects.select_for_update(of=("self",)).filter(versions__mentions=mention.pk).first()
    found = Mention.objects.select_related("version__page__organisation").filter(pk=mention.pk).first()
    if page is None or found is None:
        raise PageGone
    return found
