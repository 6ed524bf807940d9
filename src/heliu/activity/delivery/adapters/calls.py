"""Calling webhooks and chat robots.

The formats of WeCom and DingTalk were written after their published documentation and not tried against the real
services (docs/howto/notices.md).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from heliu.activity.delivery.choices import ChannelKind
from heliu.activity.delivery.messages import robot_text, webhook_body
from heliu.activity.delivery.models import Channel, Delivery
from heliu.activity.delivery.outcomes import Outcome, Result
from heliu.activity.delivery.signing import dingtalk_address, webhook_headers
from heliu.kit.outside import WHY, OutsideError, Reply, post, retry_after

NO_ROBOT = gettext_noop("The answer is none of a chat robot.")
TIMEOUT = 10.0
JSON = {"Content-Type": "application/json; charset=utf-8"}
WECOM_BUSY = 45009
"""More than twenty messages of a robot in a minute."""
DINGTALK_BUSY = (130101, 410100)
"""More than twenty messages of a robot in a minute: it is then silent for ten."""
BUSY_PAUSE = {ChannelKind.WECOM: 60.0, ChannelKind.DINGTALK: 600.0}
NOT_TAKEN = (408, 425, 429, 500, 502, 503, 504)
"""Answers after which the server itself is left in peace for a while."""


def call(delivery: Delivery, channel: Channel, before_sending: Callable[[], None]) -> Outcome:
    """Try once to tell a channel. Raises only what ``before_sending`` raises."""
    now = timezone.now()
    try:
        if channel.kind == ChannelKind.WEBHOOK:
            return _webhook(delivery, channel, now, before_sending)
        return _robot(delivery, channel, now, before_sending)
    except OutsideError as error:
        moved = error.reason == "moved"  # an answer, and a clear one
        result = Result.UNCLEAR if error.sent and not moved else Result.LATER
        return Outcome(result, None, WHY[error.reason], lane_down=not moved)


def _webhook(delivery: Delivery, channel: Channel, now: datetime, before_sending: Callable[[], None]) -> Outcome:
    body = json.dumps(webhook_body(delivery, channel), ensure_ascii=False).encode()
    secrets = [channel.secret]
    if channel.old_secret and channel.old_secret_until and channel.old_secret_until > now:
        secrets.append(channel.old_secret)
    headers = JSON | webhook_headers(secrets, str(delivery.token), now, body)
    # The answer's body is nobody's business here; its status is what counts.
    reply = post(
        channel.url, body, headers=headers, timeout=TIMEOUT, most_bytes=1024, cut=True, https_only=True,
        before_sending=before_sending,
    )  # fmt: skip
    if reply.ok:
        return Outcome(Result.SENT, reply.status)
    return _refused(reply, now)


def _refused(reply: Reply, now: datetime) -> Outcome:
    """Any answer but 2xx: it may be a mistake that is mended, so it is tried again; 410 asks never to come back."""
    problem = f"HTTP {reply.status}"
    if reply.status == 410:
        return Outcome(Result.REFUSED, reply.status, problem, gone=True)
    pause = retry_after(reply, now)
    return Outcome(Result.LATER, reply.status, problem, lane_down=reply.status in NOT_TAKEN, pause=pause)


# -- chat robots ----------------------------------------------------------------------------------


def _robot(delivery: Delivery, channel: Channel, now: datetime, before_sending: Callable[[], None]) -> Outcome:
    title, text = robot_text(delivery, channel)
    if channel.kind == ChannelKind.WECOM:
        url, message = channel.url, {"msgtype": "markdown", "markdown": {"content": text}}
    else:
        url = dingtalk_address(channel.url, channel.secret, now)
        message = {"msgtype": "markdown", "markdown": {"title": title, "text": text}}
    body = json.dumps(message, ensure_ascii=False).encode()
    reply = post(
        url, body, headers=JSON, timeout=TIMEOUT, https_only=True, before_sending=before_sending
    )  # fmt: skip
    if not reply.ok:
        return _refused(reply, now)
    return _robot_answer(channel, reply)


def _robot_answer(channel: Channel, reply: Reply) -> Outcome:
    """Robots answer with status 200 whatever happens; what happened is in ``errcode``."""
    try:
        answer: Any = json.loads(reply.body)
        code, words = int(answer["errcode"]), str(answer.get("errmsg", ""))
    except (ValueError, LookupError, TypeError, AttributeError):
        return Outcome(Result.LATER, reply.status, NO_ROBOT)
    if code == 0:
        return Outcome(Result.SENT, reply.status)
    problem = f"errcode {code}: {words}"
    busy = code == WECOM_BUSY if channel.kind == ChannelKind.WECOM else code in DINGTALK_BUSY
    pause = BUSY_PAUSE[ChannelKind(channel.kind)] if busy else None
    return Outcome(Result.LATER, reply.status, problem, lane_down=busy, pause=pause)
