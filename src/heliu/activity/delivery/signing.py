"""Signatures of calls: that of the Standard Webhooks specification, and DingTalk's.

Both were written after the published documentation; DingTalk's was not tried against the real service.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlencode

from heliu.activity.delivery.models import SECRET_MARK


def secret_bytes(secret: str) -> bytes:
    """The key that a webhook's secret stands for."""
    return base64.b64decode(secret.removeprefix(SECRET_MARK))


def signature(secret: str, call_id: str, timestamp: int, body: bytes) -> str:
    """``v1,`` and the HMAC-SHA256 of ``id.timestamp.body``, in base64."""
    signed = f"{call_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret_bytes(secret), signed, "sha256")).decode()


def webhook_headers(secrets: Iterable[str], call_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers by which a receiver knows the call: one signature for each secret, with blanks between."""
    timestamp = int(at.timestamp())
    return {
        "webhook-id": call_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(secret, call_id, timestamp, body) for secret in secrets),
    }


def dingtalk_address(url: str, secret: str, at: datetime) -> str:
    """The robot's address with milliseconds and the HMAC-SHA256 of ``milliseconds\\nsecret``."""
    milliseconds = int(at.timestamp() * 1000)
    signed = f"{milliseconds}\n{secret}".encode()
    mark = base64.b64encode(hmac.digest(secret.encode(), signed, "sha256")).decode()
    query = urlencode({"timestamp": milliseconds, "sign": mark})
    return f"{url}{'&' if '?' in url else '?'}{query}"
