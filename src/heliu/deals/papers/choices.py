"""Closed lists of papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Item(models.TextChoices):
    """What a registration package can hold; the rule in force says which of them it asks for."""

    CONTRACT = "contract", _("Contract")
    APPLICATION = "application", _("Application for registration")
    AMOUNTS = "amounts", _("Statement of amounts")
    PROVIDER_CERTIFICATE = "provider_certificate", _("Certificate of the provider (business licence or the like)")
    RECIPIENT_CERTIFICATE = "recipient_certificate", _("Certificate of the recipient (business licence or the like)")


ENCLOSED = (Item.CONTRACT, Item.PROVIDER_CERTIFICATE, Item.RECIPIENT_CERTIFICATE)
"""What is uploaded: the signed contract and what the two organisations prove who they are with."""
