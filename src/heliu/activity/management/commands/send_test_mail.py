"""``heliu send-test-mail``: whether mail goes out."""

from __future__ import annotations

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Send a mail to an address with the settings for mail, and say what the mail server answered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="Where to send it.")

    def handle(self, *args: Any, **options: Any) -> None:
        site = settings.HELIU_SITE_URL
        text = f"Mail from {site} arrives.\n来自 {site} 的邮件已送达。\n"
        message = EmailMessage("[Heliu] Test · 测试邮件", text, to=[options["address"]])
        try:
            message.send()
        except (OSError, smtplib.SMTPException) as error:
            server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
            raise CommandError(f"The mail did not go out by {server}: {type(error).__name__}: {error}") from error
        self.stdout.write(self.style.SUCCESS(f"Sent to {options['address']} from {settings.DEFAULT_FROM_EMAIL}."))
        if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
            self.stdout.write(self.style.WARNING("HELIU_EMAIL_URL names no server, so the mail was only printed."))
