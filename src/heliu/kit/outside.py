"""Speaking to servers that other people name: feeds, webhooks, chat robots.

Whoever types an address must not get this machine to look into the network it stands in (server-side request
forgery). So a request goes to a public address only, unless ``HELIU_ALLOW_PRIVATE_ADDRESSES`` names the network:

- the host is resolved once, every address it has is looked at, and the connection goes to the address that was looked
  at: a name that answers differently a moment later (DNS rebinding) gains nothing;
- redirects are not followed, since each would be an address that nobody looked at;
- one limit of time holds for everything together, one of size for the answer.

    reply = get("https://example.org/feed.xml", most_bytes=2_000_000)
    reply = post("https://example.org/hook", b"{}", headers={"Content-Type": "application/json"})

Every failure is an ``OutsideError``, which knows whether the other side may have got the request.
"""

from __future__ import annotations

import http.client
import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], Sequence[str]]
"""Takes a host name and a port, gives its addresses as texts. Raises OSError where it has none."""

TIMEOUT = 10.0
"""Seconds for the whole of a request: name, connection, answer."""
MOST_BYTES = 64 * 1024
LONGEST_URL = 2000
_CHUNK = 16 * 1024
_MOST_ADDRESSES = 3
"""Addresses of a host that are tried, one after the other."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Of the registries of special addresses (RFC 6890), what Python's tables call global.
_SPECIAL = tuple(
    ipaddress.ip_network(text)
    for text in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "3fff::/20", "5f00::/16", "fec0::/10")
)  # fmt: skip

WHY = {
    "address": gettext_noop("This is no address that a request can be sent to."),
    "insecure": gettext_noop("The address has to begin with https://."),
    "private": gettext_noop("The address leads into a network that is not public."),
    "unknown": gettext_noop("There is no server of this name."),
    "unreachable": gettext_noop("The server cannot be reached."),
    "certificate": gettext_noop("The server's certificate is not valid."),
    "slow": gettext_noop("The server did not answer in time."),
    "broken": gettext_noop("The server broke off or answered with something that is no HTTP."),
    "moved": gettext_noop("The server sends on to another address; such redirects are not followed."),
    "too_long": gettext_noop("The answer is too long."),
}
"""Reasons for failing, in words for people."""


class OutsideError(Exception):
    """A request that came to nothing.

    ``reason`` is a key of ``WHY``. ``sent`` tells whether the other side may have got the whole request: after a
    failure with ``sent=False`` it certainly has not, and the request may be made again without being made twice.
    """

    def __init__(self, reason: str, detail: str = "", *, sent: bool = False) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail, self.sent = reason, detail, sent

    @property
    def message(self) -> str:
        """A sentence in the reader's language."""
        return _(WHY[self.reason])


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered, whatever its status, unless it wanted to send us elsewhere."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart."""

    secure: bool
    host: str
    """As it is asked for: a name in ASCII, or an address without brackets."""
    port: int
    path: str

    @property
    def lane(self) -> str:
        """Host and port: what fails together."""
        return f"{self.host}:{self.port}"


# -- addresses ------------------------------------------------------------------------------------


def parse_url(url: str) -> Target:
    """Take an http(s) address apart. OutsideError (``address``) for anything that is not plainly one."""
    if len(url) > LONGEST_URL or any(character <= " " or character == "\x7f" for character in url) or "\\" in url:
        raise OutsideError("address", "characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise OutsideError("address", str(error)) from None
    if parts.scheme not in ("http", "https"):
        raise OutsideError("address", "scheme")
    if "@" in parts.netloc:
        # A name before an @ is there to be taken for the host, and passwords do not belong into an address.
        raise OutsideError("address", "user name")
    secure = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if port == 0 or not path.isascii():
        raise OutsideError("address", "port" if port == 0 else "characters")
    return Target(secure, _plain_host(host), port or (443 if secure else 80), path)


def _plain_host(host: str) -> str:
    host = host.rstrip(".")
    literal = _literal(host)
    if literal is not None:
        if "%" in host:
            raise OutsideError("address", "zone of an address")
        return str(literal)
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise OutsideError("address", "host name") from None
    if not re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", name):
        raise OutsideError("address", "host name")
    if re.fullmatch(r"\d+|0x[0-9a-f]*", name.rpartition(".")[2]):
        # 2130706433, 0177.0.0.1, 127.1, or with digits of another script: other ways to write an address.
        raise OutsideError("address", "unusual form of an address")
    return name


def _literal(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, and not to this machine, its network or a special use."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
    if any(address in network for network in _SPECIAL if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, where it does: mapped, 6to4, NAT64."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


@lru_cache(maxsize=8)
def _networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text.strip(), strict=False) for text in texts if text.strip())


def allowed_networks() -> tuple[Network, ...]:
    """The networks of ``HELIU_ALLOW_PRIVATE_ADDRESSES``; ValueError where the setting names none."""
    return _networks(tuple(settings.HELIU_ALLOW_PRIVATE_ADDRESSES))


def is_allowed(address: Address) -> bool:
    """Whether the operator has named a network in which this address is."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return any((mapped or address) in network for network in allowed_networks())


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host, in the order of the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def permitted_addresses(target: Target, addresses: Sequence[str], *, https_only: bool) -> list[Address]:
    """The addresses of a host, where every one of them may be spoken to; OutsideError otherwise."""
    found = [ipaddress.ip_address(text.partition("%")[0]) for text in addresses]
    if not found:
        raise OutsideError("unknown", target.host)
    if any("%" in text for text in addresses) or not all(is_public(one) or is_allowed(one) for one in found):
        raise OutsideError("private", target.host)
    if https_only and not target.secure and not all(is_allowed(one) for one in found):
        raise OutsideError("insecure")
    return found[:_MOST_ADDRESSES]


# -- requests -------------------------------------------------------------------------------------


def get(url: str, *, headers: Mapping[str, str] | None = None, **options: Any) -> Reply:
    """Fetch an address; ``options`` are those of ``request``."""
    return request("GET", url, headers=headers, **options)


def post(url: str, body: bytes, *, headers: Mapping[str, str] | None = None, **options: Any) -> Reply:
    """Send a body to an address; ``options`` are those of ``request``."""
    return request("POST", url, headers=headers, body=body, **options)


def request(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None,
    timeout: float = TIMEOUT, most_bytes: int = MOST_BYTES, cut: bool = False, https_only: bool = False,
    before_sending: Callable[[], None] | None = None, resolver: Resolver | None = None,
) -> Reply:  # fmt: skip
    """Make one request; the reply of the server with any status but 3xx. Raises OutsideError.

    ``before_sending`` is called once, when the connection stands and not a byte of the request has left. With
    ``https_only`` plain http is refused, except within a network that the operator named. With ``cut`` the status is
    what counts: of a body that is too long, too slow or breaks off, what came of it is given. 304 is given back, since
    it leads nowhere.
    """
    end = time.monotonic() + timeout
    target = parse_url(url)
    addresses = permitted_addresses(target, _resolve(target, end, resolver or system_resolver), https_only=https_only)
    connection = _connect(target, addresses, end)
    watch = threading.Timer(max(end - time.monotonic(), 0.01), connection.break_off)
    watch.daemon = True
    watch.start()
    try:
        connection.secure()
        if before_sending is not None:
            before_sending()
        with _exchange(connection, method, target, dict(headers or {}), body, end) as response:
            if 300 <= response.status < 400 and response.status != HTTPStatus.NOT_MODIFIED:
                raise OutsideError("moved", f"HTTP {response.status}", sent=True)
            found = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, found, _read(response, most_bytes, end, cut=cut))
    finally:
        watch.cancel()
        connection.close()


def _resolve(target: Target, end: float, resolver: Resolver) -> Sequence[str]:
    """Ask for the addresses in a thread of its own: the system's resolver takes no limit of time."""
    literal = _literal(target.host)
    if literal is not None:
        return [str(literal)]
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolver(target.host, target.port))
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=max(end - time.monotonic(), 0.01))
    except queue.Empty:
        raise OutsideError("slow", "name") from None
    if isinstance(answer, Exception):
        raise OutsideError("unknown", target.host)
    return answer


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked at; the name goes into ``Host`` and the certificate's check only."""

    def __init__(self, target: Target, sock: socket.socket, end: float) -> None:
        super().__init__(target.host, target.port)
        self.sock = self._line = sock
        self._target, self._end = target, end
        # http.client leaves out the port of the scheme it knows.
        if target.secure:
            self.default_port = 443

    def connect(self) -> None:
        """It is connected already, and after the server hung up it shall not connect by itself, to wherever."""
        raise ConnectionResetError("the server closed the connection")

    def secure(self) -> None:
        """Encrypt the connection and look at the certificate, where the address asks for it."""
        if not self._target.secure:
            return
        try:
            wrapped = _tls().wrap_socket(
                self.sock, server_hostname=self._target.host, do_handshake_on_connect=False
            )  # fmt: skip
            # Known before the handshake, so that it can be broken off.
            self.sock = self._line = wrapped
            wrapped.do_handshake()
        except ssl.SSLCertVerificationError as error:
            raise OutsideError("certificate", error.verify_message) from None
        except (OSError, ValueError) as error:
            late = time.monotonic() >= self._end or isinstance(error, TimeoutError)
            raise OutsideError("slow" if late else "broken", type(error).__name__) from None

    def break_off(self) -> None:
        """Called when the time is over: whatever waits for the server then fails at once."""
        # http.client lets go of its socket as soon as the answer has begun. Past the TLS layer, which is in use.
        with suppress(OSError):
            socket.socket.shutdown(self._line, socket.SHUT_RDWR)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _connect(target: Target, addresses: Sequence[Address], end: float) -> _Connection:
    problem: OutsideError | None = None
    for number, address in enumerate(addresses):
        # Each of the addresses that are left gets its share of the time.
        seconds = (end - time.monotonic()) / (len(addresses) - number)
        if seconds <= 0:
            break
        try:
            sock = socket.create_connection((str(address), target.port), timeout=seconds)
        except TimeoutError:
            problem = OutsideError("slow", "connection")
        except OSError as error:
            problem = OutsideError("unreachable", type(error).__name__)
        else:
            sock.settimeout(max(end - time.monotonic(), 0.01))
            return _Connection(target, sock, end)
    raise problem or OutsideError("slow", "connection")


def _exchange(
    connection: _Connection, method: str, target: Target, headers: dict[str, str], body: bytes | None, end: float
) -> http.client.HTTPResponse:
    """Send the request and wait for the head of the answer."""
    # Compressed answers would have to be unpacked under a limit of their own.
    headers = {"User-Agent": "Heliu", "Accept": "*/*", **headers, "Accept-Encoding": "identity", "Connection": "close"}
    try:
        connection.request(method, target.path, body=body, headers=headers)
        return connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _broken(error, end) from None


def _broken(error: Exception, end: float) -> OutsideError:
    late = time.monotonic() >= end or isinstance(error, TimeoutError)
    return OutsideError("slow" if late else "broken", type(error).__name__, sent=True)


def _read(response: http.client.HTTPResponse, most_bytes: int, end: float, *, cut: bool) -> bytes:
    body = bytearray()
    try:
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > most_bytes:
                raise OutsideError("too_long", f"more than {most_bytes} bytes", sent=True)
        if time.monotonic() >= end:
            # The connection was broken off, which an answer without a length cannot tell from its end.
            raise OutsideError("slow", "the answer trickled in", sent=True)
        if response.length:
            raise OutsideError("broken", "the answer ended early", sent=True)
    except OutsideError:
        if not cut:
            raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        if not cut:
            raise _broken(error, end) from None
    return bytes(body[:most_bytes])
