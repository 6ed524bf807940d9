"""An organisation's webhooks and chat robots, for its owners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from heliu.accounts.http import SignedInRequest
from heliu.activity.delivery import actions
from heliu.activity.delivery.choices import OPEN_STATES, ChannelKind, NoticeClass
from heliu.activity.delivery.errors import DeliveryError
from heliu.activity.delivery.forms import ChangeChannelForm, NewChannelForm
from heliu.activity.delivery.models import Channel
from heliu.activity.delivery.selectors import (
    channels_of,
    deliveries_of,
    get_channel_delivery,
    get_managed_channel,
    get_managed_organisation,
)
from heliu.activity.verbs import verb_label
from heliu.kit.refusals import show_problems

PAGE_SIZE = 20


@login_required
@never_cache
@require_GET
def channel_list(request: SignedInRequest, pk: int) -> HttpResponse:
    """The channels of an organisation, with how they are."""
    organisation = get_managed_organisation(request.user, pk)
    values = {"organisation": organisation, "channels": channels_of(organisation), "kinds": ChannelKind.choices}
    return render(request, "activity/delivery/channel_list.html", values)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def channel_new(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Add a channel; the secret of a webhook is shown in the answer to the form and never again."""
    organisation = get_managed_organisation(request.user, pk)
    if kind not in ChannelKind.values:
        raise Http404
    initial = {"language": request.user.language or "zh-hans"}
    form = NewChannelForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            channel = actions.add_channel(
                actor=request.user, organisation=organisation, kind=kind, **form.cleaned_data
            )  # fmt: skip
        except (DeliveryError, ValidationError) as error:
            show_errors(form, error)
        else:
            if channel.kind == ChannelKind.WEBHOOK:
                return _detail(request, channel, secret=channel.secret)
            messages.success(request, _("Added. Send a test to see whether it arrives."))
            return redirect(channel)
    values = {"form": form, "organisation": organisation, "kind": ChannelKind(kind)}
    return render(request, "activity/delivery/channel_new.html", values)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def channel_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One channel: its settings, a test, and what was sent to it."""
    channel = get_managed_channel(request.user, pk)
    if request.method == "GET":
        return _detail(request, channel)
    form = ChangeChannelForm(request.POST, kind=channel.kind)
    if form.is_valid():
        try:
            actions.change_channel(actor=request.user, channel=channel, **form.values())
        except ValidationError as error:
            show_errors(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(channel)
    return _detail(request, channel, form=form)


def _detail(
    request: SignedInRequest, channel: Channel, *, form: ChangeChannelForm | None = None, secret: str = ""
) -> HttpResponse:
    initial = {"name": channel.name, "classes": channel.classes, "language": channel.language}
    values = {
        "channel": channel,
        "organisation": channel.organisation,
        "form": form or ChangeChannelForm(kind=channel.kind, initial=initial),
        "secret": secret,
        "told": [label for name, label in NoticeClass.choices if name in channel.classes],
        **_log(request, channel),
    }
    part = bool(request.htmx) and not request.htmx.boosted  # type: ignore[attr-defined]
    template = "activity/delivery/channel_detail.html" + ("#log" if part and request.method == "GET" else "")
    return render(request, template, values)


def _log(request: SignedInRequest, channel: Channel) -> dict[str, Any]:
    page = Paginator(deliveries_of(channel), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    rows = [
        {
            "delivery": one, "is_open": one.state in OPEN_STATES,
            "label": verb_label(one.event.verb) if one.event else _("Test"),
        }
        for one in shown
    ]  # fmt: skip
    # The part of the page looks again by itself as long as something is about to be sent.
    is_busy = any(one.state in OPEN_STATES and not one.problem for one in shown)
    return {"page": page, "rows": rows, "is_busy": is_busy}


def _test(actor: Any, channel: Channel) -> Any:
    return actions.send_test(actor=actor, channel=channel)


def _on(actor: Any, channel: Channel) -> Any:
    return actions.switch_channel(actor=actor, channel=channel, on=True)


def _off(actor: Any, channel: Channel) -> Any:
    return actions.switch_channel(actor=actor, channel=channel, on=False)


STEPS: dict[str, tuple[Callable[[Any, Channel], Any], Any]] = {
    "test": (_test, gettext_lazy("The test is on its way; see below how it went.")),
    "on": (_on, gettext_lazy("Switched on.")),
    "off": (_off, gettext_lazy("Switched off. What waits is kept and can be sent again.")),
}


@login_required
@require_POST
def channel_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    """Test a channel, switch it on or off, delete it, or give it a new secret."""
    channel = get_managed_channel(request.user, pk)
    if step == "delete":
        actions.delete_channel(actor=request.user, channel=channel)
        messages.success(request, _("Deleted."))
        return redirect("channel_list", channel.organisation_id)
    if step == "secret" and channel.kind == ChannelKind.WEBHOOK:
        channel = actions.renew_secret(actor=request.user, channel=channel)
        return _detail(request, channel, secret=channel.secret)
    if step not in STEPS:
        raise Http404
    take, done = STEPS[step]
    take(request.user, channel)
    messages.success(request, str(done))
    return redirect(channel)


@login_required
@require_POST
def channel_again(request: SignedInRequest, pk: int, delivery: int) -> HttpResponse:
    """Send something to a channel again."""
    channel = get_managed_channel(request.user, pk)
    try:
        actions.send_again(actor=request.user, delivery=get_channel_delivery(channel, delivery))
    except DeliveryError as error:
        messages.error(request, str(error))
    return redirect(channel)


def show_errors(form: BaseForm, error: DeliveryError | ValidationError) -> None:
    """Put a refusal on the form, beside the field it is about where the form has it."""
    if isinstance(error, DeliveryError):
        form.add_error(None, str(error))
    else:
        show_problems(form, error)
