"""One request over one connection to an address that was looked at."""

from __future__ import annotations

import http.client
import queue
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

from heliu.kit.outside.addresses import Address, Target, literal_address, parse_url, permitted_addresses
from heliu.kit.outside.errors import OutsideError

Resolver = Callable[[str, int], Sequence[str]]
"""Takes a host name and a port, gives its addresses as texts. Raises OSError where it has none."""

TIMEOUT = 10.0
"""Seconds for the whole of a request: name, connection, answer."""
MOST_BYTES = 64 * 1024
_CHUNK = 16 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered, whatever its status; where it sends us elsewhere only to who asked for that."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def leads_on(self) -> bool:
        """Whether it sends us elsewhere; 304 leads nowhere."""
        return 300 <= self.status < 400 and self.status != HTTPStatus.NOT_MODIFIED


def get(url: str, *, headers: Mapping[str, str] | None = None, **options: Any) -> Reply:
    """Fetch an address; ``options`` are those of ``request``."""
    return request("GET", url, headers=headers, **options)


def post(url: str, body: bytes, *, headers: Mapping[str, str] | None = None, **options: Any) -> Reply:
    """Send a body to an address; ``options`` are those of ``request``."""
    return request("POST", url, headers=headers, body=body, **options)


def request(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None,
    timeout: float = TIMEOUT, most_bytes: int = MOST_BYTES, cut: bool = False, https_only: bool = False,
    redirects: bool = False, before_sending: Callable[[], None] | None = None, resolver: Resolver | None = None,
) -> Reply:  # fmt: skip
    """Make one request; the reply of the server with any status but 3xx. Raises OutsideError.

    ``before_sending`` is called once, when the connection stands and not a byte of the request has left. With
    ``https_only`` plain http is refused, except within a network that the operator named. With ``cut`` the status is
    what counts: of a body that is too long, too slow or breaks off, what came of it is given. 304 is given back, since
    it leads nowhere; other redirects only with ``redirects``, for `following.follow`, which looks at where they lead.
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
            found = {name.lower(): value for name, value in response.getheaders()}
            reply = Reply(response.status, found)
            if not reply.leads_on:
                return Reply(response.status, found, _read(response, most_bytes, end, cut=cut))
            if not redirects:
                raise OutsideError("moved", f"HTTP {response.status}", sent=True)
            return reply  # What stands in its body is of no use.
    finally:
        watch.cancel()
        connection.close()


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of a host, in the order of the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _resolve(target: Target, end: float, resolver: Resolver) -> Sequence[str]:
    """Ask for the addresses in a thread of its own: the system's resolver takes no limit of time."""
    literal = literal_address(target.host)
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
