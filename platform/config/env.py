"""Settings from environment variables: typed, listed in one place, wrong values named.

Every variable is declared by a call below `read`; the README's table is checked against `DECLARED` by a test.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
Network = IPv4Network | IPv6Network

#: A host as browsers name it: in Latin letters, an IPv6 address in brackets.
HOST = r"([a-z0-9.-]+|\[[0-9a-f:.]+\])"

#: Names of all variables that settings have asked for, in order of reading.
DECLARED: list[str] = []


class WrongSetting(ImproperlyConfigured):
    """A variable of the environment is missing or wrong. The message names it and says what is expected."""


def read(name: str, default: T, parse: Callable[[str], T], expected: str) -> T:
    """The value of the environment variable `name`, or `default` where it is unset or empty.

    parse:    turns the text into the value; raises ValueError for a wrong one.
    expected: what a right value looks like, for the error message.
    Raises WrongSetting with a message that names the variable.
    """
    if name not in DECLARED:
        DECLARED.append(name)
    raw = os.environ.get(name, "").strip()
    if not raw:
        return default
    try:
        return parse(raw)
    except ValueError as error:
        raise WrongSetting(f"{name} is wrong: expected {expected}. ({error})") from error


def text(name: str, default: str = "") -> str:
    """A text as it stands."""
    return read(name, default, str, "a text")


def required(name: str, meaning: str) -> str:
    """A text that must be set. Raises WrongSetting naming the variable."""
    value = text(name)
    if not value:
        raise WrongSetting(f"{name} is not set: {meaning}.")
    return value


def boolean(name: str, *, default: bool) -> bool:
    """on/off in the usual spellings."""

    def parse(raw: str) -> bool:
        if raw.lower() in {"1", "true", "yes", "on"}:
            return True
        if raw.lower() in {"0", "false", "no", "off"}:
            return False
        raise ValueError(f"got {raw!r}")

    return read(name, default, parse, "1 or 0 (also true/false, yes/no, on/off)")


def integer(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """A whole number from `least` to `most`, the default too: other settings may have moved `least`."""
    expected = f"a whole number from {least} to {most}"

    def parse(raw: str) -> int:
        try:
            value = int(raw)
        except ValueError:
            raise ValueError(f"got {raw!r}") from None
        if not least <= value <= most:
            raise ValueError(f"got {value}")
        return value

    value = read(name, default, parse, expected)
    if not least <= value <= most:
        raise WrongSetting(f"{name} is wrong: expected {expected}. (got its default, {value})")
    return value


def hosts(name: str, default: list[str]) -> list[str]:
    """Names of hosts, separated by commas: .example.mn with all below it, * for every host."""

    def parse(raw: str) -> list[str]:
        found = [part.strip() for part in raw.split(",") if part.strip()]
        wrong = [host for host in found if host != "*" and not re.fullmatch(HOST, host, re.IGNORECASE)]
        if wrong or not found:
            raise ValueError(f"got {', '.join(wrong) or raw!r}")
        return found

    return read(
        name, default, parse, "host names such as example.mn, without http:// and port, separated by commas"
    )


def choice(name: str, default: str, allowed: list[str]) -> str:
    """One of the words in `allowed`, whatever its case."""

    def parse(raw: str) -> str:
        if raw.upper() not in allowed:
            raise ValueError(f"got {raw!r}")
        return raw.upper()

    return read(name, default, parse, " or ".join(allowed))


def site_address(name: str, default: str) -> str:
    """The address of a site: http or https, a host, perhaps a port. A slash at its end goes."""

    def parse(raw: str) -> str:
        address = raw.rstrip("/").lower()
        if not re.fullmatch(f"https?://{HOST}(:[0-9]+)?", address) or urlsplit(address).port == 0:
            raise ValueError(f"got {raw.rpartition('@')[2]!r}")
        return address

    return read(
        name, default, parse, "an address such as https://example.mn, with nothing after the host or port"
    )


def addresses(name: str) -> list[str]:
    """Addresses of servers, separated by commas."""

    def parse(raw: str) -> list[str]:
        found = [part.strip().rstrip("/") for part in raw.split(",") if part.strip()]
        for address in found:
            parts = urlsplit(address)
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
                raise ValueError(f"got {address.rpartition('@')[2]!r}")
        return found

    return read(name, [], parse, "http:// or https:// addresses separated by commas")


def networks(name: str) -> list[Network]:
    """Addresses or networks of machines, separated by commas; "unix" stands for a socket of this machine."""

    def parse(raw: str) -> list[Network]:
        return [
            ip_network("0.0.0.0/32" if part.strip() == "unix" else part.strip(), strict=False)
            for part in raw.split(",")
            if part.strip()
        ]

    return read(name, [], parse, "addresses or networks such as 10.0.0.0/8, or unix, separated by commas")


@dataclass(frozen=True)
class MailServer:
    """Where mails are handed over."""

    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


def mail_server(name: str) -> MailServer:
    """smtp:// (plain, on this machine), smtp+tls:// (STARTTLS) or smtps:// with user, password, host and port."""

    def parse(raw: str) -> MailServer:
        parts = urlsplit(raw)
        ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
        if parts.scheme not in ports or not parts.hostname:
            raise ValueError(f"got {raw.rpartition('@')[2]!r}")
        return MailServer(
            host=parts.hostname,
            port=parts.port or ports[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            starttls=parts.scheme == "smtp+tls",
            tls=parts.scheme == "smtps",
        )

    return read(name, MailServer(), parse, "an address such as smtp+tls://user:password@host:587")


def sender(name: str, default: str) -> str:
    """A mail address, perhaps with a name before it."""

    def parse(raw: str) -> str:
        _name, address = parseaddr(raw)
        if not re.fullmatch(r"[^@\s<>,]+@[^@\s<>,]+", address) or not raw.endswith((address, f"<{address}>")):
            raise ValueError(f"got {raw!r}")
        return raw

    return read(name, default, parse, "a mail address such as post@example.mn or Name <post@example.mn>")


def database(name: str, default: str) -> dj_database_url.DBConfig:
    """PostgreSQL with host and name, or a file of SQLite, as Django takes it."""

    def parse(raw: str) -> dj_database_url.DBConfig:
        scheme = raw.partition("://")[0]
        if scheme not in {"postgres", "postgresql", "sqlite"}:
            raise ValueError(f"got {raw.rpartition('@')[2]!r}")
        found = dj_database_url.parse(raw)
        host = found.get("HOST") or found.get("OPTIONS", {}).get("host")
        if found["NAME"] in {"", ":memory:"} or not (host or scheme == "sqlite"):
            raise ValueError(f"got {raw.rpartition('@')[2]!r}")
        return found

    expected = "postgres://user:password@host/name or sqlite:////path/of/a/file"
    return read(name, dj_database_url.parse(default), parse, expected)


def redis(name: str) -> str:
    """Where a Redis or a Valkey answers, as Django takes it: several are separated by commas or semicolons."""

    def parse(raw: str) -> str:
        for address in re.split("[;,]", raw):
            parts = urlsplit(address)
            place = parts.path if parts.scheme == "unix" else parts.hostname
            if parts.scheme not in {"redis", "rediss", "unix"} or not place or parts.port == 0:
                raise ValueError(f"got {address.rpartition('@')[2]!r}")
        return raw

    return read(
        name, "", parse, "redis://host:6379/0, rediss://… or unix:///path/of/the/socket, for Valkey too"
    )


def file(name: str) -> str:
    """The path of a file that is there, or nothing."""

    def parse(raw: str) -> str:
        if not Path(raw).is_file():
            raise ValueError(f"there is no file {raw!r}")
        return raw

    return read(name, "", parse, "the path of a file")


def slug(name: str, default: str) -> str:
    """A short name of small letters, digits and hyphens."""

    def parse(raw: str) -> str:
        if not re.fullmatch("[a-z][a-z0-9-]{0,40}", raw):
            raise ValueError(f"got {raw!r}")
        return raw

    return read(name, default, parse, "small letters, digits and hyphens")
