"""For whom somebody speaks on a matchmaking day, and who may come to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heliu.accounts.choices import OrganisationKind, PlatformRole
from heliu.accounts.models import Organisation
from heliu.accounts.permissions import has_role, memberships_of, runs_park
from heliu.catalog.choices import State as RecordState
from heliu.catalog.models import RECORD_MODELS
from heliu.kit.vocabularies import region_prefix
from heliu.matchdays.choices import Admission

if TYPE_CHECKING:
    from heliu.matchdays.models import MatchDay


def kept_parks(user: Any) -> list[Organisation]:
    """The parks for which the person acts; read once per user object."""
    own = list(memberships_of(user))
    if not own:
        return []
    if not hasattr(user, "_kept_parks"):
        parks = Organisation.objects.filter(pk__in=own, kind=OrganisationKind.PARK, is_active=True)
        user._kept_parks = [park for park in parks if runs_park(user, park)]
    found: list[Organisation] = user._kept_parks
    return found


def makes_days(user: Any) -> bool:
    """Whether the person may hold matchmaking days."""
    if not user.is_authenticated:
        return False
    roles = (PlatformRole.MANAGER, PlatformRole.REVIEWER)
    return bool(user.is_superuser or any(has_role(user, role) for role in roles) or kept_parks(user))


@dataclass(frozen=True, slots=True)
class Applicant:
    """An organisation that would take part in a day."""

    day: MatchDay
    organisation: Organisation

    @property
    def is_admitted(self) -> bool:
        """Whether the organisers let it in: verified, and invited or of those whom the day is for."""
        if not (self.organisation.is_verified and self.organisation.is_active):
            return False
        if self.day.admission == Admission.VERIFIED:
            return True
        if self.day.invitations.filter(organisation=self.organisation).exists():
            return True
        return self.day.admission == Admission.FITTING and self._fits()

    def _fits(self) -> bool:
        day = self.day
        in_region = not day.regions or any(
            self.organisation.region.startswith(region_prefix(code)) for code in day.regions
        )
        return in_region and (not day.industries or self._is_of(day.industries))

    def _is_of(self, industries: list[str]) -> bool:
        """A university belongs to no industry, but what it offers does."""
        if any(self.organisation.industry.startswith(code) for code in industries):
            return True
        for model in RECORD_MODELS.values():
            published = model.objects.filter(organisation=self.organisation, state=RecordState.PUBLISHED)
            codes = published.exclude(industry="").values_list("industry", flat=True).distinct()
            if any(own.startswith(code) for own in codes for code in industries):
                return True
        return False
