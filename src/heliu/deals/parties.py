"""Who else has a part in a deal, beside provider and recipient: co-owners, guarantors, agents.

They are named, not linked: most are no organisations of the platform, and a contract names them in any case. What the
provider's side gets is shared between those of ``SHARING`` roles and the provider, who has the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from heliu.deals.choices import PartyRole
from heliu.kit.identifiers import normalise_uscc, validate_uscc_form

MOST = 20
LONGEST_NAME = 200
WHOLE = Decimal(100)
SHARING = (PartyRole.CO_PROVIDER,)


@dataclass(frozen=True, slots=True)
class Party:
    """One of them; ``share`` in per cent, to the hundredth, of what the provider's side gets."""

    name: str = ""
    role: str = PartyRole.CO_PROVIDER
    uscc: str = ""
    share: Decimal | None = None

    def clean(self) -> None:
        """Raises ValidationError with the problems of each field."""
        problems: dict[str, Any] = {}
        if not self.name.strip():
            problems["name"] = _("Give the party's name.")
        elif len(self.name) > LONGEST_NAME:
            problems["name"] = _("The name has more than %(most)d characters.") % {"most": LONGEST_NAME}
        if self.role not in PartyRole.values:
            problems["role"] = _("This is no role of a party.")
        if self.uscc:
            try:
                validate_uscc_form(self.uscc)
            except ValidationError as error:
                problems["uscc"] = error.messages
        if self.share is not None:
            if self.role not in SHARING:
                problems["share"] = _("Only a co-provider has a share.")
            elif not 0 < self.share <= WHOLE or self.share != round(self.share, 2):
                problems["share"] = _("A share lies between 0.01 and 100 per cent.")
        if problems:
            raise ValidationError(problems)

    def stored(self) -> dict[str, Any]:
        """As it is kept in the deal."""
        return asdict(self) | {
            "name": self.name.strip(), "role": str(self.role), "uscc": normalise_uscc(self.uscc),
            "share": None if self.share is None else f"{self.share:.2f}",
        }  # fmt: skip


def party_of(stored: Mapping[str, Any]) -> Party:
    """What is kept, read. Raises ValidationError where it is no party."""
    if not isinstance(stored, Mapping) or not set(stored) <= {"name", "role", "uscc", "share"}:
        raise ValidationError(_("A party has a name, a role, a credit code and a share."))
    share = stored.get("share")
    try:
        read = None if share in (None, "") else Decimal(str(share))
    except InvalidOperation:
        raise ValidationError({"share": _("A share lies between 0.01 and 100 per cent.")}) from None
    if read is not None and not read.is_finite():
        raise ValidationError({"share": _("A share lies between 0.01 and 100 per cent.")})
    texts = {name: str(stored.get(name) or "") for name in ("name", "role", "uscc")}
    return Party(**texts, share=read)


def validate_parties(stored: Any) -> None:
    """Refuse a list that holds something else than parties, or whose shares leave nothing for the provider."""
    if not isinstance(stored, list) or len(stored) > MOST:
        raise ValidationError(_("At most %(most)d further parties can be named.") % {"most": MOST})
    parties = [party_of(one) for one in stored]
    for party in parties:
        try:
            party.clean()
        except ValidationError as error:
            raise ValidationError(error.messages) from error
    if _shared(parties) >= WHOLE:
        raise ValidationError(_("The shares of the co-providers leave nothing for the provider."))


def _shared(parties: Iterable[Party]) -> Decimal:
    return sum((party.share for party in parties if party.share is not None), start=Decimal(0))


def shares_of(deal: Any) -> list[tuple[str, Decimal]]:
    """What the provider's side gets, by name, in per cent that add up to 100: the provider first, with the rest."""
    parties = [party_of(one) for one in deal.parties]
    sharing = [(party.name, party.share) for party in parties if party.share is not None]
    return [(deal.provider.name, WHOLE - _shared(parties)), *sharing]
