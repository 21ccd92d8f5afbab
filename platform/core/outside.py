"""Asks an address on the public net whether it answers. Never one of a private net, never for long."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util.ssl_ import create_urllib3_context

PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 5
#: Said to the servers asked.
USER_AGENT = "Khorshoo link check (+{site})"
#: Servers that know no HEAD, or answer it otherwise than GET.
NO_HEAD = {400, 403, 404, 405, 406, 429, 501, 503}


class RefusedError(ValueError):
    """An address that we do not ask: of another scheme or port, or of a net that is not public."""


class UnreachableError(OSError):
    """Nobody answers there: no such name, no connection, no valid certificate, too slow, endless redirects."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public net."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


@dataclass(frozen=True)
class Asker:
    """Asks for the status of addresses. `seconds` bound the whole of one answer, redirects included."""

    site: str
    seconds: float = 15
    allowed: Callable[[str], bool] = is_public
    ports: Collection[int] = field(default_factory=PORTS.values)

    def status(self, address: str) -> int:
        """The HTTP status at the end of the redirects.

        Raises RefusedError for an address that is not asked, UnreachableError where nobody answers.
        """
        status = self._ask("HEAD", address)
        return self._ask("GET", address) if status in NO_HEAD else status

    def _ask(self, method: str, address: str) -> int:
        deadline = _Deadline(self.seconds)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                status, location = self._once(method, address, deadline)
                if status not in {301, 302, 303, 307, 308} or not location:
                    return status
                address = urljoin(address, location)
        finally:
            deadline.cancel()
        raise UnreachableError("too many redirects")

    def _once(self, method: str, address: str, deadline: _Deadline) -> tuple[int, str]:
        connection, target = self._connection(address)
        headers = {"User-Agent": USER_AGENT.format(site=self.site), "Accept": "*/*"}
        try:
            connection.connect()
            deadline.watch(connection.sock)
            connection.request(method, target, headers={**headers, "Host": urlsplit(address).netloc})
            answer = connection.getresponse()
            deadline.check()  # a socket that was shut looks like an answer that ended
            return answer.status, answer.headers.get("Location", "")  # the body is never read
        except (OSError, HTTPError, ValueError, UnicodeError) as error:
            raise UnreachableError(str(error)) from error
        finally:
            connection.close()

    def _connection(self, address: str) -> tuple[Any, str]:
        """To the very address that was found public, so that a second look-up can't lead elsewhere."""
        try:
            parts = urlsplit(address)
            host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise RefusedError(str(error)) from error
        if parts.scheme not in PORTS or port not in self.ports or not host or parts.username:
            raise RefusedError("not an address we ask")
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise UnreachableError("no such name") from error
        ips = [str(info[4][0]) for info in found]
        if not all(self.allowed(ip) for ip in ips):
            raise RefusedError("not a public address")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if parts.scheme == "http":
            return HTTPConnection(ips[0], port, timeout=self.seconds), target
        context = create_urllib3_context()
        context.load_verify_locations(certifi.where())
        return (
            HTTPSConnection(
                ips[0],
                port,
                timeout=self.seconds,
                server_hostname=host,
                assert_hostname=host,
                ssl_context=context,
            ),
            target,
        )


class _Deadline:
    """Shuts the socket when the time is up: a time-out of a socket begins anew with every byte."""

    def __init__(self, seconds: float) -> None:
        self._socket: socket.socket | None = None
        self._over = False
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, sock: socket.socket | None) -> None:
        """From now on this one. Raises TimeoutError when the time is already up."""
        self._socket = sock
        self.check()

    def check(self) -> None:
        """Raises TimeoutError when the time is up."""
        if self._over:
            raise TimeoutError("too slow")

    def cancel(self) -> None:
        """In time."""
        self._timer.cancel()

    def _shut(self) -> None:
        self._over = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return
