"""Closed lists of reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Family(models.TextChoices):
    """Whose indicators they are."""

    CHINA = "china", _("Annual report on transfer (Art. 21 of the law on promoting it)")
    AUTM = "autm", _("AUTM licensing survey")
    KEF = "kef", _("KEF-style perspectives (England)")
    DERIVED = "derived", _("Derived figures")


HOW_READ = {
    Family.CHINA: _("What the annual report asks is listed as the law names it; how it is counted is this platform's "
                    "reading. Check it against the form of the year."),
    Family.AUTM: _("The survey's core figures; its definitions were not read in their source. "
                   "Check them before you report."),
    Family.KEF: _("Figures near to those of the seven perspectives, as far as this platform has records. "
                  "The official ones are computed from HE-BCI returns."),
    Family.DERIVED: _("This platform's own."),
}  # fmt: skip
"""How far the definitions of a family can be relied on."""


class Measure(models.TextChoices):
    """What a figure counts."""

    NUMBER = "number", pgettext_lazy("measure", "Number")
    MONEY = "money", pgettext_lazy("measure", "CNY")
    SHARE = "share", pgettext_lazy("measure", "Share")
    RATIO = "ratio", pgettext_lazy("measure", "Ratio")
    DAYS = "days", pgettext_lazy("measure", "Days (median)")


class Fact(models.TextChoices):
    """What indicators need and no record of the platform holds; an owner writes it down once a year."""

    RESEARCH_EXPENDITURE = "research_expenditure", _("Research expenditure, CNY")
    RESEARCH_INCOME = "research_income", _("Research income, CNY")
    TRANSFER_STAFF = "transfer_staff", _("Staff of the transfer office, full-time equivalents")
    PATENT_APPLICATIONS = "patent_applications", _("New patent applications")
    STARTUPS = "startups", _("Start-ups that depend on licensed technology")
    CONCURRENT = "concurrent", _("Researchers who hold a second post or are on leave to start a firm")
    TRANSFER_BODIES = "transfer_bodies", _("Technology-transfer bodies")
