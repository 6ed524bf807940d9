"""Deals of accepted introductions. Each part of deals adds its own function here."""

from __future__ import annotations

from heliu.dealflow.models import Introduction
from heliu.deals.actions import edit_deal
from heliu.deals.models import Deal

from .setting import ACTING, ALLY, GUEST, TRUSTED, Part, Setting


def deals(setting: Setting) -> Part:
    """One about a record for members, one about a confidential record."""
    plain, secret = _said(setting, "qzasked", "qzdeal"), _said(setting, "qzsecretmessage", "qzsecretdeal")
    return Part(
        {f"qzdeal{word}": ACTING | GUEST for word in WORDS} | {f"qzsecretdeal{word}": TRUSTED | ALLY for word in WORDS},
        {"/deals/": [plain.pk, secret.pk], "/deals/{}/steps/": ["agree_nda", "lose", "hold", "cancel"]},
    )


WORDS = ("title", "terms", "payment")


def _said(setting: Setting, message: str, mark: str) -> Deal:
    """The deal that an introduction opened, with what was said of it."""
    deal = Deal.objects.get(introduction=Introduction.objects.get(message__startswith=message))
    title, terms, payment = (mark + word for word in WORDS)
    return edit_deal(
        actor=setting.author, deal=deal, version=deal.version,
        fields={"title": title, "terms": terms, "payment_terms": payment},
    )  # fmt: skip
