"""What people make of findings. Nothing becomes a record but through here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from heliu.accounts.actions.organisations import edit_organisation, register_organisation
from heliu.accounts.actors import Actor, person
from heliu.accounts.errors import AccountsError
from heliu.accounts.models import Organisation
from heliu.catalog import actions as catalog
from heliu.catalog.actions import CatalogError
from heliu.catalog.models import RECORD_MODELS, Record
from heliu.catalog.origins import LONGEST_QUOTE, Origin, OriginKind, Origins
from heliu.ingestion.feeds.choices import RECORD_KINDS, FindingState, ItemKind
from heliu.ingestion.feeds.errors import FeedError, FindingChanged, FindingGone, NotAcceptable, OwnerMissing
from heliu.ingestion.feeds.models import Finding
from heliu.ingestion.feeds.readers import reader_of
from heliu.ingestion.feeds.takers import taker_of
from heliu.ingestion.feeds.values import python_values
from heliu.ingestion.pages.errors import PageError
from heliu.kit.permissions import require
from heliu.kit.uploads import UploadRefused
from heliu.provenance.selectors import fields_to_update

REFUSALS = (FeedError, CatalogError, AccountsError, PageError, UploadRefused)
"""What accepting may be refused with, beside a ValidationError: each has a status, and its text is a sentence."""
LONGEST_RECORD_ID = 200
MOST_AT_ONCE = 200


@dataclass(slots=True)
class Outcome:
    """What became of several findings at once: how many were done, and why the others were not."""

    done: int = 0
    refused: list[tuple[Finding, str]] = field(default_factory=list)


@transaction.atomic
def accept_finding(
    *, actor: Actor, finding: Finding, version: int, organisation: Organisation | None = None
) -> Finding:  # fmt: skip
    """Make a record of a finding, or write what it says now into the record that was made of it.

    The record is a draft of the source's organisation; of ``organisation`` where the source is the installation's. In
    a record that exists only what nobody wrote or confirmed by hand is changed. Raises FeedError, CatalogError,
    AccountsError, ValidationError.
    """
    finding = _held(actor, finding, version)
    if not finding.may_be_accepted:
        raise NotAcceptable(finding.get_state_display())
    made = _write(actor, finding, organisation)
    finding.object_kind, finding.object_id = made
    _settle(finding, actor, FindingState.ACCEPTED)
    return finding


@transaction.atomic
def set_finding_aside(*, actor: Actor, finding: Finding, version: int) -> Finding:
    """Make nothing of it. It comes back when the source says something else."""
    finding = _held(actor, finding, version)
    if finding.state == FindingState.SET_ASIDE:
        return finding
    _settle(finding, actor, FindingState.SET_ASIDE)
    return finding


def decide_findings(
    *, actor: Actor, findings: Iterable[tuple[Finding, int]], accept: bool, organisation: Organisation | None = None
) -> Outcome:  # fmt: skip
    """Accept several, or set them aside: each by itself, so that one that is refused keeps no other from being done."""
    outcome = Outcome()
    for finding, version in list(findings)[:MOST_AT_ONCE]:
        try:
            if accept:
                accept_finding(actor=actor, finding=finding, version=version, organisation=organisation)
            else:
                set_finding_aside(actor=actor, finding=finding, version=version)
        except ValidationError as error:
            outcome.refused.append((finding, " ".join(error.messages)))
        except (*REFUSALS, PermissionDenied) as error:
            outcome.refused.append((finding, str(error)))
        else:
            outcome.done += 1
    return outcome


def _held(actor: Actor, finding: Finding, version: int) -> Finding:
    """The finding as it is now, held until the transaction ends, where it is still what the person saw."""
    held = Finding.objects.select_for_update(of=("self",)).select_related("source__organisation")
    found = held.filter(pk=finding.pk).first()
    if found is None:
        raise FindingGone
    require(actor, "ingestion.manage_source", found.source)
    if found.version != version:
        raise FindingChanged
    return found


def _settle(finding: Finding, actor: Actor, state: str) -> None:
    finding.state, finding.base_state = state, state
    finding.base = finding.fields
    finding.reason, finding.problems = "", []
    finding.decided_by, finding.decided_at = person(actor), timezone.now()
    # Two people who decide at once have seen the same version: the second is told.
    finding.version += 1
    finding.save()


# -- writing ----------------------------------------------------------------------------------------


def _write(actor: Actor, finding: Finding, organisation: Organisation | None) -> tuple[str, int]:
    if finding.kind == ItemKind.ORGANISATION:
        return "organisation", _write_organisation(actor, finding).pk
    if finding.kind in RECORD_KINDS:
        record = _write_record(actor, finding, organisation)
        return record.kind, record.pk
    taker = taker_of(finding.kind)
    if taker is None:
        raise NotAcceptable(finding.get_state_display())
    return taker(actor, finding)


def _write_record(actor: Actor, finding: Finding, organisation: Organisation | None) -> Record:
    values = python_values(finding.kind, finding.fields)
    record = _record_of(finding) or _known_record(finding, finding.source.organisation or organisation)
    if record is not None and record.is_merged:
        return record  # As with a file: a source goes on naming what was merged, and that changes nothing.
    if record is not None:
        values = _cleared(finding, record) | values
        take, _kept = fields_to_update(record, values)
        return catalog.edit_record(
            actor=actor, record=record, version=record.version, fields=take, origins=_origins(finding)
        )  # fmt: skip
    owner = finding.source.organisation or organisation
    if owner is None:
        raise OwnerMissing
    given = values | {"source": finding.source.name, "external_id": _record_id(finding)}
    made: Record = catalog.create_record(
        actor=actor, kind=finding.kind, organisation=owner, fields=given, origins=_origins(finding)
    )
    return made


def _record_of(finding: Finding) -> Record | None:
    """The record that was made of the finding, held; None where there is none, or none any more."""
    model = RECORD_MODELS[finding.kind]
    if finding.object_id is None or finding.object_kind != finding.kind:
        return None
    return model.objects.select_for_update(of=("self",)).filter(pk=finding.object_id).first()


def _known_record(finding: Finding, owner: Organisation | None) -> Record | None:
    """A record of the organisation that came by another way from the same source and has the same id."""
    model = RECORD_MODELS[finding.kind]
    held = model.objects.select_for_update(of=("self",))
    return held.filter(organisation=owner, external_id=_record_id(finding)).first() if owner else None


def _cleared(finding: Finding, record: Record) -> dict[str, Any]:
    """What the source said when it was last accepted and does not say any more, as empty values."""
    gone = set(finding.base or {}) - set(finding.fields)
    columns = {name: type(record)._meta.get_field(name) for name in gone if name in record.editable_fields()}
    cleared: dict[str, Any] = {name: column.get_default() for name, column in columns.items()}  # type: ignore[union-attr]
    return cleared | {name: [] for name in gone if name in record.part_fields}


def _record_id(finding: Finding) -> str:
    """The id under which the record is known; a longer one keeps its beginning and becomes unique by the finding."""
    name = finding.external_id
    return name if len(name) <= LONGEST_RECORD_ID else f"{name[: LONGEST_RECORD_ID - 16]}…{finding.pk}"


def _origins(finding: Finding) -> Origins:
    """Where the fields come from; a text that stands in the source as it is carries it as its quote.

    Whoever reads the record reads its origins, so the address of the source, which may hold a key, is not among them.
    """
    reader = reader_of(finding.source.kind)
    rule = reader.rule_with(finding.source.options) if reader else ""
    one = Origin(
        kind=OriginKind.FEED, name=finding.source.name, url=finding.url, item=finding.external_id,
        read_at=finding.last_seen_at, rule=rule,
    )  # fmt: skip
    quoted = {
        name: replace(one, quote=value[:LONGEST_QUOTE])
        for name, value in finding.fields.items()
        if isinstance(value, str) and value and value in finding.raw
    }
    return Origins(others=one, fields=quoted)


def _write_organisation(actor: Actor, finding: Finding) -> Organisation:
    values: Mapping[str, Any] = python_values(finding.kind, finding.fields)
    known = Organisation.objects.filter(pk=finding.object_id).first() if finding.object_id else None
    if known is None:
        given = {**values, "source": finding.source.name, "external_id": _record_id(finding)}
        return register_organisation(actor=actor, as_owner=False, **given)
    # What the organisation's people changed since stays: of it the source last said something else.
    last = python_values(finding.kind, finding.base or {})
    free = {name: value for name, value in values.items() if getattr(known, name) in (last.get(name), "", None)}
    return edit_organisation(actor=actor, organisation=known, version=known.version, **free)
