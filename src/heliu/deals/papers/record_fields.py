"""The fields that the deal itself, its two organisations and its two records give.

Both sides read a paper, so a field holds only what both may know: of a confidential record nothing, and of one whose
text is opened on request its rights only while it is opened to the other side.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from heliu.accounts.models import Organisation
from heliu.catalog.choices import PropertyKind
from heliu.catalog.models import Achievement
from heliu.deals.choices import PartyRole
from heliu.deals.labels import yuan
from heliu.deals.models import Deal
from heliu.deals.papers.amounts import capital_amount
from heliu.deals.papers.fields import Field, register_field
from heliu.deals.papers.selectors import content_known_to_both, title_known_to_both
from heliu.deals.parties import party_of
from heliu.kit.language import localised
from heliu.kit.vocabularies import regions


def written_day(day: date | None) -> str:
    """A day as papers write it: 2026年11月20日, 20 November 2026."""
    # Translators: the format of a date in a contract, in the letters of Django's date filter.
    return date_format(day, pgettext("format of a date in a paper", "j F Y")) if day else ""


def capital(amount: Decimal | None) -> str:
    return "" if amount is None else capital_amount(amount)


def other_amount(deal: Deal) -> Decimal | None:
    """What of the deal amount is not for technology."""
    if deal.amount is None or deal.technology_amount is None:
        return None
    return deal.amount - deal.technology_amount


def _region(organisation: Organisation) -> str:
    return regions().full_name(organisation.region) if organisation.region else ""


def _title(record: Any) -> str:
    return localised(record, "title")


def demand_title(deal: Deal) -> str:
    return _title(deal.demand) if title_known_to_both(deal.demand) else ""


def supply_title(deal: Deal) -> str:
    return _title(deal.supply) if title_known_to_both(deal.supply) else ""


def rights(deal: Deal) -> str:
    """The rights of the achievement, one a line: kind, number, title."""
    if not isinstance(deal.supply, Achievement) or not content_known_to_both(deal, deal.supply):
        return ""
    lines = [
        " ".join(filter(None, (str(PropertyKind(one.kind).label), one.number, localised(one, "title"))))
        for one in deal.supply.intellectual_property.all()
    ]
    return "\n".join(lines)


def readiness(deal: Deal) -> str:
    """Scale and level, as the achievement states them."""
    found = deal.supply
    if not isinstance(found, Achievement) or found.readiness_level is None or not content_known_to_both(deal, found):
        return ""
    return gettext("%(scale)s: level %(level)d") % {
        "scale": found.get_readiness_scale_display(), "level": found.readiness_level
    }  # fmt: skip


_OF_THE_DEAL = (
    Field("deal_number", _("Number of the deal"), ("D2026-0012", "D2026-0012"), lambda deal: deal.number),
    Field(
        "deal_title", _("Title of the deal"), ("高温合金叶片无损检测", "Testing of alloy blades"),
        lambda deal: deal.title,
    ),
    Field(
        "contract_kind", _("Kind of contract"), ("技术转让", "Technology transfer"),
        lambda deal: deal.get_contract_kind_display(),
    ),
    Field("contract_number", _("Contract number"), ("HT-2026-031", "HT-2026-031"), lambda deal: deal.contract_number),
    Field(
        "pricing", _("How the price was found"), ("协议定价", "By agreement"), lambda deal: deal.get_pricing_display()
    ),
    Field("amount", _("Deal amount"), ("¥800,000.00", "¥800,000.00"), lambda deal: yuan(deal.amount)),
    Field(
        "amount_capital", _("Deal amount in capital characters"), ("捌拾万元整", "捌拾万元整"),
        lambda deal: capital(deal.amount),
    ),
    Field(
        "technology_amount", _("Technology amount"), ("¥600,000.00", "¥600,000.00"),
        lambda deal: yuan(deal.technology_amount),
    ),
    Field(
        "technology_amount_capital", _("Technology amount in capital characters"), ("陆拾万元整", "陆拾万元整"),
        lambda deal: capital(deal.technology_amount),
    ),
    Field(
        "other_amount", _("Deal amount without the technology amount"), ("¥200,000.00", "¥200,000.00"),
        lambda deal: yuan(other_amount(deal)),
    ),
    Field(
        "other_amount_capital", _("The same in capital characters"), ("贰拾万元整", "贰拾万元整"),
        lambda deal: capital(other_amount(deal)),
    ),
    Field(
        "payment_terms", _("Terms of payment"),
        ("签订后10日内付30%，验收后付70%。", "30 % on signing, 70 % on acceptance."),
        lambda deal: deal.payment_terms,
    ),
    Field(
        "terms", _("Terms"), ("改进成果归完成方所有。", "Who makes an improvement owns it."),
        lambda deal: deal.terms,
    ),
    Field(
        "starts_on", pgettext_lazy("paper", "Begins on"), ("2026年12月1日", "1 December 2026"),
        lambda deal: written_day(deal.starts_on),
    ),
    Field(
        "ends_on", pgettext_lazy("paper", "Ends on"), ("2028年11月30日", "30 November 2028"),
        lambda deal: written_day(deal.ends_on),
    ),
    Field(
        "signed_on", _("Signed on"), ("2026年11月20日", "20 November 2026"), lambda deal: written_day(deal.signed_on)
    ),
    Field(
        "registration_number", _("Registration number"), ("2026120001", "2026120001"),
        lambda deal: deal.registration_number,
    ),
    Field(
        "registered_on", _("Registered on"), ("2026年11月24日", "24 November 2026"),
        lambda deal: written_day(deal.registered_on),
    ),
    Field(
        "owner_name", _("Who looks after the deal"), ("李敏", "Li Min"),
        lambda deal: str(deal.owner) if deal.owner else "",
    ),
    Field(
        "manager_name", _("Technology manager"), ("陈涛", "Chen Tao"),
        lambda deal: str(deal.manager) if deal.manager else "",
    ),
)  # fmt: skip


def further_parties(deal: Deal) -> str:
    """Name, role and credit code of each, a line each; "none" where there are none."""
    lines = []
    for party in map(party_of, deal.parties):
        role = PartyRole(party.role).label
        lines.append(gettext("%(name)s (%(role)s)") % {"name": party.name, "role": role})
        if party.uscc:
            lines[-1] += f" {party.uscc}"
    return "\n".join(lines) or gettext("none")


def _of_a_side(side: str, label: Any, names: tuple[str, str], code: str) -> tuple[Field, ...]:
    """The fields of one organisation; ``label`` has a place for what it is."""

    def read(what: Any) -> Any:
        return lambda deal: what(getattr(deal, side))

    return (
        Field(f"{side}_name", label["name"], names, read(lambda one: localised(one, "name"))),
        Field(f"{side}_code", label["code"], (code, code), read(lambda one: one.uscc or "")),
        Field(f"{side}_kind", label["kind"], ("企业", "Enterprise"), read(lambda one: one.get_kind_display())),
        Field(f"{side}_region", label["region"], ("天津市 河西区", "Tianjin Hexi"), read(_region)),
        Field(f"{side}_website", label["website"], ("https://example.org/", "https://example.org/"),
              read(lambda one: one.website)),
    )  # fmt: skip


_OF_THE_PROVIDER = _of_a_side(
    "provider",
    {
        "name": _("Name of the provider"), "code": _("Credit code of the provider"),
        "kind": _("Kind of organisation of the provider"), "region": _("Region of the provider"),
        "website": _("Website of the provider"),
    },
    ("示例大学", "Example University"), "121200001234567891",
)  # fmt: skip
_OF_THE_RECIPIENT = _of_a_side(
    "recipient",
    {
        "name": _("Name of the recipient"), "code": _("Credit code of the recipient"),
        "kind": _("Kind of organisation of the recipient"), "region": _("Region of the recipient"),
        "website": _("Website of the recipient"),
    },
    ("示例机械有限公司", "Example Machinery Ltd"), "911200001234567890",
)  # fmt: skip
_OF_FURTHER_PARTIES = Field(
    "further_parties", _("Further parties"), ("示例研究院（共同提供方）", "Example Institute (Co-provider)"),
    further_parties,
)  # fmt: skip
_OF_THE_RECORDS = (
    Field("demand_title", _("Title of the demand"), ("叶片裂纹在线检测", "Finding cracks in blades"), demand_title),
    Field(
        "supply_title", _("Title of the achievement, or name of the expert"),
        ("激光超声检测方法", "Laser ultrasonic testing"),
        supply_title,
    ),
    Field("rights", _("Rights of the achievement with their numbers"),
          ("专利 ZL202410000001.X 一种检测方法", "Patent ZL202410000001.X A method of testing"), rights),
    Field(
        "readiness", _("Readiness of the achievement"),
        ("GB/T 22900-2022（1—9级）：第6级", "GB/T 22900-2022, levels 1 to 9: level 6"), readiness,
    ),
)  # fmt: skip


def register() -> None:
    """Called once, when the application is ready."""
    for field in (*_OF_THE_DEAL, *_OF_THE_PROVIDER, *_OF_THE_RECIPIENT, _OF_FURTHER_PARTIES, *_OF_THE_RECORDS):
        register_field(field)
