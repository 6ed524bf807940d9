"""Speaking to servers that other people name: feeds, webhooks, chat robots.

Whoever types an address must not get this machine to look into the network it stands in (server-side request
forgery). So a request goes to a public address only, unless ``HELIU_ALLOW_PRIVATE_ADDRESSES`` names the network:

- the host is resolved once, every address it has is looked at, and the connection goes to the address that was looked
  at: a name that answers differently a moment later (DNS rebinding) gains nothing;
- redirects are not followed, since each would be an address that nobody looked at; `follow` follows a few, and looks at
  each as at the first;
- one limit of time holds for everything together, one of size for the answer.

    reply = get("https://example.org/feed.xml", most_bytes=2_000_000)
    reply = post("https://example.org/hook", b"{}", headers={"Content-Type": "application/json"})

Every failure is an ``OutsideError``, which knows whether the other side may have got the request.
"""

from heliu.kit.outside.addresses import LONGEST_URL, allowed_networks, is_public, parse_url
from heliu.kit.outside.errors import WHY, OutsideError
from heliu.kit.outside.following import MOST_REDIRECTS, Followed, follow
from heliu.kit.outside.requests import MOST_BYTES, TIMEOUT, Reply, Resolver, get, post, request
from heliu.kit.outside.waiting import retry_after

__all__ = [
    "LONGEST_URL",
    "MOST_BYTES",
    "MOST_REDIRECTS",
    "TIMEOUT",
    "WHY",
    "Followed",
    "OutsideError",
    "Reply",
    "Resolver",
    "allowed_networks",
    "follow",
    "get",
    "is_public",
    "parse_url",
    "post",
    "request",
    "retry_after",
]
