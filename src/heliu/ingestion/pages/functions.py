"""What a region asks for, and the function of Heliu that answers it; the engine tells which measure asks for which.

What does not exist yet says so: a page that promises nothing that is not there is worth more than a longer one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class PlatformFunction:
    """One answer of Heliu to what is asked for."""

    key: str
    """The engine's name for it."""
    asked: Any
    """What is asked for, in the words of policies."""
    answer: Any
    """What Heliu does about it today; where it does nothing yet, what will be there."""
    pages: tuple[tuple[str, Any], ...] = ()
    """Names of addresses with what a link to them says; none where there is nothing yet."""
    partly: bool = False
    """Whether some of the answer is not there yet."""

    @property
    def exists(self) -> bool:
        return bool(self.pages)

    @property
    def stands(self) -> str:
        """``there``, ``partly`` or ``later``."""
        if not self.pages:
            return "later"
        return "partly" if self.partly else "there"

    def links(self) -> list[tuple[str, Any]]:
        """Addresses with what a link to them says."""
        return [(reverse(name), label) for name, label in self.pages]


FUNCTIONS: tuple[PlatformFunction, ...] = (
    PlatformFunction(
        "matching", _("Needs and achievements find each other; what research has found reaches production"),
        _("A need in a sentence is taken apart and matched with achievements and experts, each match with its reasons "
          "and a verdict for every parameter. Matchmaking days bring many together at once."),
        (("home", pgettext_lazy("function", "State a need")), ("demand_list", pgettext_lazy("function", "Demands")),
         ("achievement_list", pgettext_lazy("function", "Achievements")),
         ("matchday_list", pgettext_lazy("function", "Matchmaking days"))),
    ),
    PlatformFunction(
        "calls", _("Key technologies are called for in the open (揭榜), and worked on together"),
        _("A demand with its parameters, budget and deadline can be published today. Calls with tenders and a jury are "
          "not there yet."),
        (("demand_list", pgettext_lazy("function", "Demands")),), partly=True,
    ),
    PlatformFunction(
        "deals", _("Contracts for technology, licences, equity; benefit shared with those who made it"),
        _("An accepted introduction becomes a deal that is followed to contract, registration, payment and the split "
          "of its benefit."),
        (("deal_list", pgettext_lazy("function", "Deals")),
         ("introduction_list", pgettext_lazy("function", "Introductions"))),
    ),
    PlatformFunction(
        "readiness", _("Proof of concept, pilot runs, first machines: from the laboratory to the production line"),
        _("Achievements are assessed on dated scales of readiness, by their owners or by reviewers, with evidence for "
          "each criterion. Places for pilot runs are not there yet."),
        (("achievement_list", pgettext_lazy("function", "Achievements and their readiness")),),
        partly=True,
    ),
    PlatformFunction(
        "valuation", _("Results are valued and priced"),
        _("Six methods give ranges of what a technology may be worth, with the assumptions that drive them: on the "
          "page of an achievement, for its owner."),
        (("achievement_list", pgettext_lazy("function", "Valuation of achievements")),),
    ),
    PlatformFunction(
        "services", _("Testing, valuation, intellectual property and other services for science and technology"),
        _("Technology managers work at a desk of their own today. Offers of services with price and capacity are not "
          "there yet."),
        (("portfolio", pgettext_lazy("function", "Portfolio of a technology manager")),), partly=True,
    ),
    PlatformFunction(
        "finance", _("Loans, leasing, equity, insurance for innovation"),
        _("Not there yet: offers of finance come with the services."),
    ),
    PlatformFunction(
        "facilities", _("Laboratories, instruments and computing power are opened and shared"),
        _("Not there yet: instruments and computing power that can be booked."),
    ),
    PlatformFunction(
        "policies", _("Policies for enterprises reach those that they fit"),
        _("Tax reliefs for deals are worked out by dated rules today. Policies as items with conditions, and which of "
          "them fit a firm, are not there yet."),
        (("deal_list", pgettext_lazy("function", "Deals and their tax reliefs")),), partly=True,
    ),
    PlatformFunction(
        "enterprises", _("Firms of science and technology are raised and helped over difficulties"),
        _("Parks bring their tenants, and managers follow their firms. A desk for a firm's difficulties is not there "
          "yet."),
        (("organisation_list", pgettext_lazy("function", "Organisations")),), partly=True,
    ),
    PlatformFunction(
        "chains",
        _("Innovation chains are laid along industry chains; gaps are filled; leading firms pull others along"),
        _("Not there yet: chains with their nodes, and what a region lacks of them."),
    ),
    PlatformFunction(
        "consortia", _("Enterprises, universities and institutes work as one consortium"),
        _("Not there yet: teams that cover what a task needs."),
    ),
    PlatformFunction(
        "regions", _("Regions work together"),
        _("Records carry their region, and every list is open across regions. Nodes of several regions that find each "
          "other's supply are not there yet."),
        (("achievement_list", pgettext_lazy("function", "Achievements of all regions")),), partly=True,
    ),
    PlatformFunction(
        "parks", _("Parks, incubators and bases of innovation serve those who found firms"),
        _("A park confirms its tenants and sees what they show to members. Its diary of their difficulties, and space "
          "to lend, are not there yet."),
        (("organisation_list", pgettext_lazy("function", "Organisations, parks among them")),),
        partly=True,
    ),
)  # fmt: skip
BY_KEY = {function.key: function for function in FUNCTIONS}


def functions_named(keys: Iterable[str]) -> list[PlatformFunction]:
    """The functions of these names, in the order given; a name that stands for none here is left out."""
    return [BY_KEY[key] for key in keys if key in BY_KEY]
