"""The kinds of paper that can be made of a deal.

A part of deals registers its own in ``AppConfig.ready()``, with the drafts of its templates and with the fields that
only its kind knows:

    register_kind(Kind("payment_list", _("Payment list"), folder=DATA, fields=(…), suits=is_split))

A draft is a text ``<name>.<language>.txt`` in ``folder``, from which ``papers.drafting`` makes the Word file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from heliu.deals.choices import ContractKind
from heliu.deals.papers.drafting import draft
from heliu.deals.papers.fields import Field
from heliu.deals.papers.fields import fields as common_fields

DATA = Path(__file__).parent / "data"
APPLICATION, AMOUNTS, TERM_SHEET, NOTICE = "registration_application", "amount_statement", "term_sheet", "public_notice"


def _always(deal: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of paper."""

    name: str
    label: Any
    folder: Path = DATA
    fields: tuple[Field, ...] = ()
    """What only its templates can carry, beside the fields of every paper."""
    suits: Callable[[Any], bool] = _always
    """Whether it can be made of a deal: a transfer has no licence contract."""

    def known_fields(self) -> dict[str, Field]:
        """Name → field, for its templates."""
        return {**common_fields(), **{field.name: field for field in self.fields}}

    def draft(self, language: str) -> bytes:
        """The template that comes with the software."""
        return draft(self.folder, self.name, language)


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Add a kind; ValueError where the name is taken."""
    if kind.name in _kinds and _kinds[kind.name] != kind:
        raise ValueError(f"There is a kind of paper {kind.name!r} already.")
    _kinds[kind.name] = kind


def kinds() -> Mapping[str, Kind]:
    """Name → kind, in the order in which they were registered."""
    return dict(_kinds)


def kinds_for(deal: Any) -> list[Kind]:
    """Those that can be made of a deal."""
    return [kind for kind in _kinds.values() if kind.suits(deal)]


def contract_name(kind: str) -> str:
    """The kind of paper of a kind of contract."""
    return f"contract_{kind}"


def _is_of(kind: str, deal: Any) -> bool:
    return bool(deal.contract_kind == kind)


def _says_its_kind(deal: Any) -> bool:
    return bool(deal.contract_kind)


_CONTRACTS = {
    ContractKind.DEVELOPMENT: _("Technology development contract"),
    ContractKind.TRANSFER: _("Technology transfer contract"),
    ContractKind.LICENCE: _("Technology licence contract"),
    ContractKind.CONSULTING: _("Technology consulting contract"),
    ContractKind.SERVICE: _("Technology service contract"),
}


def register() -> None:
    """Called once, when the application is ready."""
    register_kind(Kind(TERM_SHEET, pgettext_lazy("kind of paper", "Term sheet")))
    register_kind(Kind(NOTICE, pgettext_lazy("kind of paper", "Public notice")))
    for kind, label in _CONTRACTS.items():
        register_kind(Kind(contract_name(kind), label, suits=partial(_is_of, kind)))
    register_kind(Kind(APPLICATION, _("Application for registration"), suits=_says_its_kind))
    register_kind(Kind(AMOUNTS, _("Statement of amounts"), suits=_says_its_kind))
