"""Where a request comes from: the client's address, behind proxies too."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from django.http import HttpRequest

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


def client_address(request: HttpRequest, proxies: Sequence[Network]) -> str:
    """Return the address of whoever sent a request; empty where the server knows none (a Unix socket).

    What ``X-Forwarded-For`` says is taken from its end, as long as it was said by one of the ``proxies``:
    whatever stands before that, anybody may have written.
    """
    address = read(request.META.get("REMOTE_ADDR", ""))
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
    while said and address is not None and any(address in network for network in proxies):
        earlier = read(said.pop())
        if earlier is None:
            break
        address = earlier
    return "" if address is None else str(address)


def read(text: str) -> Address | None:
    """Read an address; one of IPv4 that IPv6 carries is that of IPv4."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
