"""Which addresses may be spoken to: taken apart, resolved elsewhere, looked at here."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings

from heliu.kit.outside.errors import OutsideError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LONGEST_URL = 2000
_MOST_ADDRESSES = 3
"""Addresses of a host that are tried, one after the other."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Of the registries of special addresses (RFC 6890), what Python's tables call global.
_SPECIAL = tuple(
    ipaddress.ip_network(text)
    for text in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "3fff::/20", "5f00::/16", "fec0::/10")
)  # fmt: skip


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
    literal = literal_address(host)
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


def literal_address(text: str) -> Address | None:
    """The address that a text is, where it is one."""
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
