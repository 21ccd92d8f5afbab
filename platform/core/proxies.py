"""What machines in front of the site say of a request, believed only from those that are named in the settings.

Everything behind this reads `REMOTE_ADDR` alone: it is the visitor's own address, or the nearest machine that is
none of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: How a socket of this machine, which has no address, stands in KHORSHOO_PROXIES.
_SOCKET = ip_address("0.0.0.0")  # noqa: S104  # an address to compare with, nothing listens there


class ProxyMiddleware:
    """Takes forwarded headers off requests of strangers; sets REMOTE_ADDR from those of our own proxies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The next layer's answer."""
        meta = request.META
        if _is_ours(_address(meta.get("REMOTE_ADDR", ""))):
            meta["REMOTE_ADDR"] = _visitor(meta.get("HTTP_X_FORWARDED_FOR", ""), meta.get("REMOTE_ADDR", ""))
        else:
            for name in [name for name in meta if name.startswith(("HTTP_X_FORWARDED", "HTTP_FORWARDED"))]:
                del meta[name]
        return self.get_response(request)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    if not text.strip():
        return _SOCKET
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_ours(address: IPv4Address | IPv6Address | None) -> bool:
    return address is not None and any(address in network for network in settings.PROXIES)


def _visitor(forwarded: str, nearest: str) -> str:
    """From the right, as each proxy adds to the end: the first address that is none of our proxies'."""
    for part in reversed(forwarded.split(",")):
        address = _address(part) if part.strip() else None
        if address is None:
            break  # nothing that a proxy of ours would write
        nearest = str(address)
        if not _is_ours(address):
            break
    return nearest


def place(request: HttpRequest) -> str:
    """Where a request comes from, for counting: the address; of IPv6 the network that one household has."""
    address = _address(request.META.get("REMOTE_ADDR", ""))
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, 64), strict=False).network_address)
    return str(address or "")
