"""Proposing an agreement: its text is frozen here, or its signed PDF kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.accounts.models import Organisation
from heliu.accounts.selectors import signatories_of
from heliu.agreements.actions.accepting import Signature, sign
from heliu.agreements.actions.ending import expire_stale
from heliu.agreements.actions.steps import refuse_unverified, tell
from heliu.agreements.choices import Direction, Language, Way
from heliu.agreements.errors import AlreadyProposed, NobodyToSign, NoTemplate, TooManyProposals
from heliu.agreements.labels import day_label, missing_label
from heliu.agreements.models import MOST_MONTHS, Agreement, AgreementTemplate
from heliu.agreements.wording import ValuesMissing, file_hash, fill, text_hash
from heliu.kit.language import current_language, localised
from heliu.kit.permissions import require
from heliu.kit.uploads import check_pdf
from heliu.kit.workdays import local_day

MOST_A_DAY = 20
"""Proposals that one organisation may make in 24 hours."""
LONGEST_PAPER = timedelta(days=31 * MOST_MONTHS)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the two agree on beside the text of the template."""

    purpose: str
    direction: str = Direction.MUTUAL
    language: str = Language.CHINESE
    term_months: int = 24
    survival_months: int = 36


def draft_agreement(
    *, actor: Actor, party_a: Organisation, party_b: Organisation, terms: Terms, template: AgreementTemplate
) -> Agreement:
    """The agreement as it would be proposed, unsaved, its text filled in.

    Raises NotVerified, NobodyToSign; ValidationError, also for values that the text needs and the records lack.
    """
    require(actor, "agreements.propose_agreement", party_a)
    _refuse_partner(party_a, party_b)
    agreement = Agreement(
        reference=_reference(), party_a=party_a, party_b=party_b, template=template, proposed_by=person(actor),
        proposed_at=timezone.now(), purpose=terms.purpose, direction=terms.direction, language=terms.language,
        term_months=terms.term_months, survival_months=terms.survival_months,
    )  # fmt: skip
    agreement.full_clean(exclude=["content_hash"], validate_unique=False, validate_constraints=False)
    try:
        agreement.text = fill(template.text(terms.language), values_of(agreement))
    except ValuesMissing as error:
        raise ValidationError(missing_label(error.names, agreement)) from None
    agreement.content_hash = text_hash(agreement.text)
    return agreement


@transaction.atomic
def propose_agreement(*, actor: Actor, party_a: Organisation, party_b: Organisation, terms: Terms) -> Agreement:
    """Freeze the text and put it to those of both sides who may sign. Nobody is bound by that.

    Raises NoTemplate, AlreadyProposed, TooManyProposals and what ``draft_agreement`` raises.
    """
    # Held, so that nobody edits the version while it is used for the first time.
    template = AgreementTemplate.objects.select_for_update().filter(in_force=True).first()
    if template is None:
        raise NoTemplate
    agreement = draft_agreement(actor=actor, party_a=party_a, party_b=party_b, terms=terms, template=template)
    _save_new(agreement)
    tell(agreement, "agreement_proposed", actor, note=agreement.purpose)
    return agreement


@transaction.atomic
def upload_agreement(
    *, actor: Actor, party_a: Organisation, party_b: Organisation, upload: UploadedFile, purpose: str, ends_on: date,
    signature: Signature, direction: str = Direction.MUTUAL, survival_months: int = 36,
) -> Agreement:  # fmt: skip
    """Keep a PDF that both have signed elsewhere; it is in force once the other side confirms it.

    The uploading side is bound by the upload, so it asks for the same as accepting does. Raises UploadRefused,
    AlreadyProposed, NotVerified, NobodyToSign, TooManyProposals, WrongPassword, NotConfirmed, ValidationError.
    """
    require(actor, "agreements.sign_for", party_a)
    _refuse_partner(party_a, party_b)
    today = local_day()
    if not today <= ends_on <= today + LONGEST_PAPER:
        raise ValidationError({"ends_on": _("Choose a last day from today on, ten years ahead at most.")})
    checked = check_pdf(upload)
    agreement = Agreement(
        reference=_reference(), party_a=party_a, party_b=party_b, way=Way.PAPER, proposed_by=person(actor),
        proposed_at=timezone.now(), purpose=purpose, direction=direction, language=current_language(),
        survival_months=survival_months, ends_on=ends_on, file_name=checked.name,
        content_hash=file_hash(checked.content),
    )  # fmt: skip
    agreement.full_clean(validate_unique=False, validate_constraints=False)
    storage = agreement.file.storage
    name = f"agreements/{agreement.content_hash[:2]}/{agreement.content_hash}.pdf"
    is_new = not storage.exists(name)
    try:
        # The name says what is in the file: the same PDF uploaded twice is kept once.
        agreement.file.name = storage.save(name, ContentFile(checked.content)) if is_new else name
        _save_new(agreement)
        tell(agreement, "agreement_proposed", actor, note=agreement.purpose)
        sign(agreement, actor, party_a, signature)
    except BaseException:
        if is_new and agreement.file.name:
            storage.delete(agreement.file.name)
        raise
    return agreement


def values_of(agreement: Agreement) -> dict[str, str]:
    """What the template is filled with, in the language of the text."""
    language = agreement.language
    names = {
        f"party_{letter}": (localised(party, "name", language), _code(party, language))
        for letter, party in zip("ab", agreement.parties(), strict=True)
    }
    discloser, recipient = ("b", "a") if agreement.direction == Direction.FROM_B else ("a", "b")
    assert agreement.template is not None  # noqa: S101 - electronic agreements have one
    return {
        "reference": agreement.reference,
        "template_number": str(agreement.template.number),
        "date": day_label(local_day(agreement.proposed_at), language),
        "purpose": agreement.purpose,
        "term_months": str(agreement.term_months),
        "survival_months": str(agreement.survival_months),
        "party_a_name": names["party_a"][0],
        "party_a_code": names["party_a"][1],
        "party_b_name": names["party_b"][0],
        "party_b_code": names["party_b"][1],
        "discloser_name": names[f"party_{discloser}"][0],
        "recipient_name": names[f"party_{recipient}"][0],
        "mutual": "yes" if agreement.direction == Direction.MUTUAL else "",
    }


def _code(organisation: Organisation, language: str) -> str:
    """The unified social credit code. Illustrative bodies are invented and have none; nobody is bound through them."""
    if organisation.illustrative and not organisation.uscc:
        return "示例主体，无代码" if language == Language.CHINESE else "illustrative, without a code"
    return organisation.uscc or ""


def _refuse_partner(party_a: Organisation, party_b: Organisation) -> None:
    if party_a.pk == party_b.pk:
        raise ValidationError({"party_b": _("An agreement needs two organisations.")})
    refuse_unverified(party_a, party_b)
    if not signatories_of(party_b).exists():
        raise NobodyToSign


def _reference() -> str:
    """Told apart by chance, so that it cannot be guessed from another one."""
    return f"NDA-{local_day():%Y%m%d}-{secrets.token_hex(4).upper()}"


def _save_new(agreement: Agreement) -> None:
    lately = Agreement.objects.filter(
        party_a=agreement.party_a, proposed_at__gt=timezone.now() - timedelta(days=1)
    )  # fmt: skip
    if lately.count() >= MOST_A_DAY:
        raise TooManyProposals
    expire_stale(*agreement.parties())
    try:
        with transaction.atomic():
            agreement.save()
    except IntegrityError:
        # The database's own constraint decides, so two who propose at once make one agreement.
        standing: Any = Agreement.objects.between(*agreement.parties()).filter(state=agreement.state).first()
        if standing is None:
            raise
        raise AlreadyProposed(standing) from None
