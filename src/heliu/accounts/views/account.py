"""A person's own pages, the privacy notice and the choice of language."""

from __future__ import annotations

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from heliu.accounts.actions import (
    TOKEN_LIMIT,
    agree_to_privacy_notice,
    change_language,
    create_token,
    delete_account,
    edit_profile,
    revoke_token,
)
from heliu.accounts.adapters import page_language, set_language_cookie
from heliu.accounts.errors import AccountsError
from heliu.accounts.forms import DeleteAccountForm, ProfileForm, TokenForm
from heliu.accounts.http import SignedInRequest
from heliu.accounts.privacy import PRIVACY_VERSION
from heliu.accounts.selectors import get_own_token, organisations_left_to, own_tokens, personal_data
from heliu.accounts.views._answers import show_errors
from heliu.kit.language import current_language
from heliu.kit.workdays import local_day


@login_required
@never_cache
def account(request: SignedInRequest) -> HttpResponse:
    """Name, language and time zone, and the ways to everything else of one's account."""
    initial = {"language": request.user.language or page_language()}
    form = ProfileForm(request.POST or None, instance=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edit_profile(actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            response = redirect("account")
            set_language_cookie(response, request.user.language)
            return response
    values = {
        "form": form,
        "tokens": own_tokens(request.user).count(),
        "roles": request.user.role_grants.order_by("role"),
    }
    return render(request, "accounts/account.html", values)


@login_required
@never_cache
def tokens(request: SignedInRequest) -> HttpResponse:
    """A person's API tokens; a new one is shown in the answer to the form and never again."""
    form = TokenForm(request.POST or None)
    secret = token = None
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = create_token(actor=request.user, **form.cleaned_data)
            form = TokenForm()
        except (AccountsError, ValidationError) as error:
            show_errors(form, error)
    values = {"form": form, "tokens": own_tokens(request.user), "secret": secret, "token": token, "limit": TOKEN_LIMIT}
    return render(request, "accounts/tokens.html", values)


@login_required
@require_POST
def token_revoke(request: SignedInRequest, key: str) -> HttpResponse:
    """Revoke one of one's own tokens."""
    token = get_own_token(request.user, key)
    revoke_token(actor=request.user, token=token)
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect("account_tokens")


@login_required
@never_cache
def export(request: SignedInRequest) -> HttpResponse:
    """Everything that is stored about the person, as a JSON file."""
    text = json.dumps(personal_data(request.user), ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="heliu-{local_day():%Y-%m-%d}.json"'
    return response


@login_required
@never_cache
@sensitive_post_parameters("password")
def delete(request: SignedInRequest) -> HttpResponse:
    """Delete one's own account, after the password and a tick."""
    form = DeleteAccountForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            delete_account(actor=request.user, password=form.cleaned_data.get("password", ""))
        except AccountsError as error:
            show_errors(form, error)
        else:
            logout(request)
            messages.success(request, _("Your account has been deleted."))
            return redirect("home")
    return render(request, "accounts/delete.html", {"form": form, "left": organisations_left_to(request.user)})


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice in force, in the page's language."""
    user = request.user
    values = {
        "version": PRIVACY_VERSION,
        "text": f"accounts/privacy/{current_language()}.html",
        "operator": settings.HELIU_OPERATOR,
        "contact": settings.HELIU_OPERATOR_CONTACT,
        "outcome_days": settings.HELIU_OUTCOMES_DAYS,
        "access_log_days": settings.HELIU_ACCESS_LOG_DAYS,
        "encoder_is_remote": settings.HELIU_ENCODER.startswith("http"),
        "drafter_is_on": bool(settings.HELIU_DRAFTER_URL),
        "must_agree": user.is_authenticated and user.consent_version != PRIVACY_VERSION,
    }
    return render(request, "accounts/privacy.html", values)


@login_required
@require_POST
def consent(request: SignedInRequest) -> HttpResponse:
    """Agree to the privacy notice in force."""
    agree_to_privacy_notice(actor=request.user)
    messages.success(request, _("Thank you. Your consent has been noted."))
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "home"
    return redirect(target)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages and, for a person who is signed in, of the mails they get."""
    response = django_set_language(request)
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        change_language(actor=request.user, language=language)
    return response
