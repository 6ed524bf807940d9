"""How a person is told, and the links in mails that end them."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.activity.delivery import actions
from heliu.activity.delivery.choices import NoticeClass
from heliu.activity.delivery.errors import LinkUnknown
from heliu.activity.delivery.forms import PreferencesForm
from heliu.activity.delivery.planning import preferences_of
from heliu.activity.delivery.selectors import has_confirmed_address, troubled_mails
from heliu.activity.delivery.times import zone_of
from heliu.activity.delivery.unsubscribing import Wish, read_wish
from heliu.activity.verbs import verb_label

RECENT = 20


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def notice_preferences(request: SignedInRequest) -> HttpResponse:
    """Class by class how the person is told, and when the digest comes; what did not arrive stands below."""
    preferences = preferences_of(request.user)
    form = PreferencesForm(request.POST or None, instance=preferences)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_notices(actor=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect("notice_preferences")
    troubled = troubled_mails(request.user)
    values = {
        "form": form,
        "preferences": preferences,
        "zone": zone_of(request.user).key,
        "is_confirmed": has_confirmed_address(request.user),
        "has_address": EmailAddress.objects.filter(user=request.user).exists(),
        "is_refused": bool(preferences.refused_address) and preferences.refused_address == request.user.email,
        "troubled": [
            {"mail": mail, "label": verb_label(mail.notice.event.verb) if mail.notice else mail.get_medium_display()}
            for mail in troubled[:RECENT]
        ],
    }
    return render(request, "activity/delivery/preferences.html", values)


@login_required
@require_POST
def address_again(request: SignedInRequest) -> HttpResponse:
    """Send to the person's address again, which a mail server did not know."""
    actions.use_address_again(actor=request.user)
    messages.success(request, _("Mails go to this address again."))
    return redirect("notice_preferences")


@never_cache
@csrf_exempt  # The token is the proof. Mail programs post here without a cookie (RFC 8058).
@require_http_methods(["GET", "POST"])
def notices_stop(request: HttpRequest, token: str) -> HttpResponse:
    """End mails without signing in. Only POST does it: programs that look at links in mails only fetch them."""
    try:
        wish = read_wish(token)
    except LinkUnknown as error:
        return render(request, "activity/delivery/stop.html", {"error": str(error)}, status=error.status)
    if request.method == "POST":
        actions.stop_mails(wish)
    with translation.override(wish.user.language or translation.get_language()):
        values = {"done": request.method == "POST", "what": _label(wish)}
        return render(request, "activity/delivery/stop.html", values)


def _label(wish: Wish) -> str:
    return str(NoticeClass(wish.what).label) if wish.what in NoticeClass.values else _("Digest")
