"""An entitled person binds their organisation, or says no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor
from heliu.accounts.models import Organisation, User
from heliu.accounts.permissions import signing_for
from heliu.agreements.actions.steps import locked, refuse_closed, refuse_unverified, tell, transit
from heliu.agreements.certificates import is_as_frozen
from heliu.agreements.choices import State
from heliu.agreements.errors import AlreadyAccepted, NotConfirmed, NotPossible, TextChanged, WrongPassword
from heliu.agreements.labels import statement_for
from heliu.agreements.models import Acceptance, Agreement
from heliu.agreements.selectors import side_to_accept
from heliu.agreements.signals import agreement_in_force
from heliu.agreements.terms import months_later
from heliu.kit.permissions import require
from heliu.kit.workdays import local_day


@dataclass(frozen=True, slots=True)
class Signature:
    """What somebody gives to bind their organisation; ``entitled`` is the tick, ``content_hash`` what they read."""

    password: str
    name: str
    entitled: bool
    content_hash: str = ""
    position: str = ""


@transaction.atomic
def accept_agreement(*, actor: Actor, agreement: Agreement, signature: Signature) -> Agreement:
    """Accept for the side that the person may bind; with the second side the agreement is in force.

    Raises NotPossible, AlreadyAccepted, NotVerified, TextChanged, WrongPassword, NotConfirmed, ValidationError.
    """
    agreement = locked(agreement)
    require(actor, "agreements.sign_agreement", agreement)
    refuse_closed(agreement)
    if agreement.answer_by < local_day():
        raise NotPossible(State.EXPIRED.label)
    side = side_to_accept(actor, agreement)
    if side is None:
        raise AlreadyAccepted
    refuse_unverified(*agreement.parties())
    if not signature.content_hash or signature.content_hash != agreement.content_hash:
        raise TextChanged
    sign(agreement, actor, side, signature)
    if agreement.acceptances.count() < len(agreement.parties()):
        tell(agreement, "agreement_accepted", actor, data={"organisation": side.pk})
        return agreement
    transit(agreement, lambda: agreement.come_into_force(_last_day(agreement)))
    agreement.save()
    tell(agreement, "agreement_in_force", actor)
    agreement_in_force.send(sender=Agreement, agreement=agreement)
    return agreement


@transaction.atomic
def decline_agreement(*, actor: Actor, agreement: Agreement, note: str = "") -> Agreement:
    """Say no, as somebody who may sign for the side that was asked."""
    agreement = locked(agreement)
    require(actor, "agreements.sign_for", agreement.party_b)
    return _close(agreement, actor, "declined", note)


@transaction.atomic
def withdraw_agreement(*, actor: Actor, agreement: Agreement, note: str = "") -> Agreement:
    """Take a proposal back before both sides have accepted it."""
    agreement = locked(agreement)
    require(actor, "agreements.withdraw_agreement", agreement)
    return _close(agreement, actor, "withdrawn", note)


def sign(agreement: Agreement, actor: Actor, side: Organisation, signature: Signature) -> Acceptance:
    """Write the acceptance down. The caller holds the agreement and has seen that it is open."""
    if not isinstance(actor, User) or side.pk not in signing_for(actor):
        raise PermissionDenied(_("You are not allowed to do this."))
    if not signature.entitled:
        raise NotConfirmed
    if not actor.check_password(signature.password):
        raise WrongPassword
    if not signature.name.strip():
        raise ValidationError({"name": _("Write your name as you sign.")})
    if agreement.acceptances.filter(person=actor).exists():
        raise PermissionDenied(_("One person cannot accept for both sides."))
    if not is_as_frozen(agreement):
        raise TextChanged
    acceptance = Acceptance(
        agreement=agreement, organisation=side, person=actor, name=" ".join(signature.name.split()),
        position=signature.position.strip(), statement=statement_for(agreement, side),
        content_hash=agreement.content_hash,
        template_number=agreement.template.number if agreement.template else None,
    )  # fmt: skip
    acceptance.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            acceptance.save()
    except IntegrityError:
        raise AlreadyAccepted from None
    return acceptance


def _last_day(agreement: Agreement) -> date:
    return agreement.ends_on or months_later(local_day(), agreement.term_months or 0)


def _close(agreement: Agreement, actor: Actor, how: str, note: str) -> Agreement:
    transit(agreement, agreement.decline if how == "declined" else agreement.withdraw)
    agreement.ended_by = actor if isinstance(actor, User) else None
    agreement.end_note = note.strip()
    agreement.save()
    tell(agreement, f"agreement_{how}", actor, note=agreement.end_note)
    return agreement
