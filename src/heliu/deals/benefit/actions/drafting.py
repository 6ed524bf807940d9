"""Beginning a split or its next version, writing the draft, and throwing it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from heliu.accounts.actors import Actor, person
from heliu.activity.actions import record_event
from heliu.deals.benefit.actions.steps import held, held_split, held_version, tell
from heliu.deals.benefit.choices import VersionState
from heliu.deals.benefit.comparing import differing, labels_of, snapshot
from heliu.deals.benefit.errors import SplitEdited, SplitMoved, SplitThere
from heliu.deals.benefit.models import Deduction, Share, Split, SplitVersion
from heliu.deals.benefit.selectors import account_of, changed_since, income_of, version_in
from heliu.deals.facts.selectors import values_of
from heliu.deals.models import Deal

MOST_PEOPLE = 200
MOST_DEDUCTIONS = 50


@dataclass(frozen=True, slots=True)
class DeductionLine:
    """One deduction as it is written."""

    kind: str
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One contributor as they are written. ``person`` is who they are in the draft as read; None for a new one."""

    name: str
    percentage: Decimal
    is_main: bool = False
    organisation: str = ""
    role: str = ""
    email: str = ""
    person: int | None = None


@transaction.atomic
def start_split(*, actor: Actor, deal: Deal) -> SplitVersion:
    """Begin the split of a deal with a first draft, which has the income and the unit's kind from the record.

    A statement that nothing is due is taken back by it.
    """
    deal = held(actor, deal)
    split, _made = Split.objects.get_or_create(deal=deal)
    split.deal = deal
    if split.versions.exists():
        raise SplitThere
    split.none_due_reason, split.none_due_by, split.none_due_at = "", None, None
    split.save()
    version = SplitVersion(
        split=split, number=1, income=income_of(deal), provider_is_public=values_of(deal).get("provider_is_public"),
        author=person(actor),
    )  # fmt: skip
    version.full_clean()
    version.save()
    tell(split, "split_started", actor, version=1)
    return version


@transaction.atomic
def start_version(*, actor: Actor, deal: Deal, reason: str) -> SplitVersion:
    """A draft that says what the version in force says, to be changed; ``reason`` says why there is another one."""
    deal = held(actor, deal)
    split = held_split(deal)
    before = held_version(split, VersionState.APPROVED)
    if version_in(split, VersionState.DRAFT) is not None:
        raise SplitThere
    if not reason.strip():
        raise ValidationError({"reason": _("Say why there is a new version.")})
    said = {name: getattr(before, name) for name in SplitVersion.editable_fields}
    version = SplitVersion(
        split=split, number=before.number + 1, reason=reason.strip(), author=person(actor), **said
    )  # fmt: skip
    version.full_clean()
    version.save()
    rows: list[Deduction | Share] = [*before.deductions.all(), *before.shares.all()]
    for row in rows:
        _copy(row, version)
    tell(split, "split_version_started", actor, note=version.reason, version=version.number)
    return version


def _copy(row: Deduction | Share, version: SplitVersion) -> None:
    row.pk, row.version = None, version
    row._state.adding = True
    if isinstance(row, Share):
        row.amount = None
    row.save()


@transaction.atomic
def edit_draft(
    *, actor: Actor, deal: Deal, edits: int, fields: Mapping[str, Any],
    deductions: Sequence[DeductionLine] | None = None, shares: Sequence[ShareLine] | None = None,
) -> SplitVersion:  # fmt: skip
    """Write the draft: some of ``SplitVersion.editable_fields``, and all deductions or shares where they are given.

    ``edits`` is the count of the draft that the person has read: where it is no longer the newest nothing is written
    and SplitEdited says what somebody else changed. Approvals given to an earlier wording fall.
    """
    unknown = set(fields) - set(SplitVersion.editable_fields)
    if unknown:
        raise TypeError(f"A split has no editable field {sorted(unknown)[0]!r}.")
    deal = held(actor, deal)
    split = held_split(deal)
    draft = held_version(split, VersionState.DRAFT)
    if draft.edits != edits:
        raise SplitEdited(labels_of(changed_since(draft, edits)), draft.edits)
    before = snapshot(draft)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.full_clean()
    if deductions is not None:
        _put_deductions(draft, deductions)
    if shares is not None:
        _put_shares(split, draft, shares)
    draft.save()
    draft = held_version(split, VersionState.DRAFT)
    changed = differing(before, snapshot(draft))
    if changed:
        draft.edits += 1
        draft.save()
        draft.approvals.all().delete()
        record_event(
            split, "split_edited", actor=person(actor),
            data={"version": draft.number, "edits": draft.edits, "changed": changed},
        )  # fmt: skip
    return draft


def _put_deductions(draft: SplitVersion, lines: Sequence[DeductionLine]) -> None:
    if len(lines) > MOST_DEDUCTIONS:
        raise ValidationError(_("At most %(number)d deductions.") % {"number": MOST_DEDUCTIONS})
    draft.deductions.all().delete()
    for line in lines:
        _save(Deduction(version=draft, **asdict(line)), line.name)


def _put_shares(split: Split, draft: SplitVersion, lines: Sequence[ShareLine]) -> None:
    """Write the contributors anew; whoever was in a version before keeps their number."""
    if len(lines) > MOST_PEOPLE:
        raise ValidationError(_("At most %(number)d contributors.") % {"number": MOST_PEOPLE})
    known = set(range(1, split.persons + 1))
    given = [line.person for line in lines if line.person is not None]
    if len(set(given)) != len(given) or not known.issuperset(given):
        raise SplitMoved
    draft.shares.all().delete()
    for line in lines:
        said = asdict(line) | {"name": line.name.strip(), "email": line.email.strip()}
        if said["person"] is None:
            split.persons += 1
            said["person"] = split.persons
        _save(Share(version=draft, user=account_of(said["email"]), **said), line.name)
    split.save(update_fields=["persons"])


def _save(row: Deduction | Share, name: str) -> None:
    """Check a row and keep it; what is wrong names the row."""
    try:
        row.full_clean()
        if not row.name:
            raise ValidationError({"name": _("Give a name.")})
    except ValidationError as error:
        raise ValidationError([f"{name or '–'}: {message}" for message in error.messages]) from None
    row.save()


@transaction.atomic
def discard_draft(*, actor: Actor, deal: Deal, edits: int) -> None:
    """Throw the draft away as it was read; versions that were approved stay as they are."""
    deal = held(actor, deal)
    split = held_split(deal)
    draft = held_version(split, VersionState.DRAFT)
    if draft.edits != edits:
        raise SplitEdited(labels_of(changed_since(draft, edits)), draft.edits)
    number = draft.number
    draft.delete()
    tell(split, "split_discarded", actor, version=number)
