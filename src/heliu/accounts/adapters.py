"""The way to django-allauth and to the mail server."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from heliu.accounts.models import Invitation, User
from heliu.accounts.privacy import PRIVACY_VERSION
from heliu.kit.site import absolute

logger = logging.getLogger(__name__)
MAIL_ERRORS = (SMTPException, OSError)


class AccountAdapter(DefaultAccountAdapter):
    """What sign-up and sign-in do differently here."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Keep the name, the language of the page and the consent given on the form."""
        if not self.is_email_verified(request, form.cleaned_data["email"]):
            # Allauth would prefer the address that an invitation proved over the one that was typed.
            self.unstash_verified_email(request)
        user.name = form.cleaned_data["name"]
        user.language = page_language()
        user.consent_version = PRIVACY_VERSION
        user.consented_at = timezone.now()
        return super().save_user(request, user, form, commit)

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        """Go on in the person's own language; who has none yet keeps that of the page."""
        with translation.override(user.language or page_language()):
            response = super().post_login(request, user, **details)
        if user.language:
            set_language_cookie(response, user.language)
        else:
            user.language = page_language()
            user.save(update_fields=["language"])
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def format_email_subject(self, subject: str) -> str:
        return f"[{_('Heliu')}] {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the recipient's language; a mail server that does not answer is told, not a crash."""
        user = context.get("user") or User.objects.filter(email=email).first()
        language = getattr(user, "language", "") or page_language()
        try:
            with translation.override(language):
                super().send_mail(template_prefix, email, context)
        except MAIL_ERRORS:
            logger.exception("The mail %s could not be sent.", template_prefix)
            messages.error(
                allauth_context.request, _("The e-mail could not be sent. Please try again later.")
            )  # fmt: skip


def is_password_of(user: User, password: str) -> bool:
    """Whether it is the person's password; tries are counted together with those of signing in.

    Raises ValidationError once there were too many. Only within a request.
    """
    return bool(get_adapter().reauthenticate(user, password))


def page_language() -> str:
    """The code of the page's language as it stands in LANGUAGES."""
    active = translation.get_language() or settings.LANGUAGE_CODE
    return active if active in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def set_language_cookie(response: HttpResponse, language: str) -> None:
    """Let the following pages be in this language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=settings.LANGUAGE_COOKIE_AGE, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE, httponly=True,
    )  # fmt: skip


def send_invitation(invitation: Invitation, secret: str) -> None:
    """Mail the link; ``invitation.delivered`` then says whether the mail server took it."""
    known = User.objects.filter(email=invitation.email).first()
    with translation.override((known.language if known else "") or page_language()):
        values = {
            "invitation": invitation,
            "organisation": invitation.organisation,
            "inviter": invitation.invited_by,
            "url": absolute(reverse("invitation", args=[secret])),
        }
        subject = " ".join(render_to_string("accounts/email/invitation_subject.txt", values).split())
        message = EmailMessage(
            f"[{_('Heliu')}] {subject}", render_to_string("accounts/email/invitation_message.txt", values),
            to=[invitation.email],
        )  # fmt: skip
    invitation.delivered = True  # type: ignore[attr-defined]
    try:
        message.send()
    except MAIL_ERRORS:
        invitation.delivered = False  # type: ignore[attr-defined]
        logger.exception("The invitation %s could not be sent.", invitation.pk)
