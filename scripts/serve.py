"""`make run`: from whatever is there to the running site, and an end without leftovers."""

import errno
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from scripts import environment
from scripts.common import ROOT, VENV_PYTHON, Stop, data_dir, port_from, require_writable, say
from scripts.processes import Site, end_with_parent

PEOPLE = ("editor", "moderator", "administrator")


def run() -> int:
    """Set up, prepare, serve until Ctrl-C or SIGTERM. Returns the exit status. Raises Stop."""
    began = time.monotonic()
    if "MAKELEVEL" in os.environ:  # started by make: without make there is nobody left to end us
        end_with_parent()
    host = os.environ.get("HOST", "").strip() or "127.0.0.1"
    port = port_from("PORT", 8000)
    require_free(host, port, choose=f"PORT={8123 if port != 8123 else 8124} make run")
    data = data_dir()
    environment.check_before(data)
    environment.set_up(dev=False)
    env = site_environment(host, port, data, os.environ)
    prepare(env)
    with Site(host, port, env) as site:
        site.wait_until_it_answers()
        _announce(site.address, password_of_this_copy(env), time.monotonic() - began)
        try:
            site.watch()
        except KeyboardInterrupt:
            say("\nEnding …")
    return 0


def prepare(env: dict[str, str]) -> None:
    """Database, starter content, people, search index, static files: whatever of them isn't current."""
    code = subprocess.call([VENV_PYTHON, "manage.py", "prepare"], cwd=ROOT, env=env)
    if code:
        raise Stop("The site could not be prepared: the lines above say why.")


def site_environment(host: str, port: int, data: Path, given: Mapping[str, str]) -> dict[str, str]:
    """The environment of the processes of this copy: settings, its own secret key, its folder `data`.

    given: the environment to start from; what it sets otherwise wins.
    """
    require_writable(data)
    env = dict(given)
    env["DJANGO_SETTINGS_MODULE"] = env.get("DJANGO_SETTINGS_MODULE") or "config.settings.local"
    env["KHORSHOO_DATA_DIR"] = str(data)
    env["KHORSHOO_SECRET_KEY"] = env.get("KHORSHOO_SECRET_KEY") or own_secret(data / "secret-key")
    env["KHORSHOO_SITE_URL"] = env.get("KHORSHOO_SITE_URL") or f"http://{bracketed(host)}:{port}"
    if not env.get("KHORSHOO_ALLOWED_HOSTS"):
        env["KHORSHOO_ALLOWED_HOSTS"] = ",".join(
            {"127.0.0.1": 0, "localhost": 0, "[::1]": 0, bracketed(host): 0}
        )
    env["PYTHONUNBUFFERED"] = "1"
    return env


def own_secret(file: Path) -> str:
    """The secret in `file`, which only its owner may read; made at first use."""
    try:
        value = file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        value = ""
    if not value:
        value = secrets.token_urlsafe(50)
        file.touch(mode=0o600)
        file.chmod(0o600)
        file.write_text(value + "\n", encoding="ascii")
    return value


def password_of_this_copy(env: Mapping[str, str]) -> str:
    """The password of the first people: what `manage.py make_people` made, or was given last, and kept."""
    return Path(env["KHORSHOO_DATA_DIR"], "editor-password").read_text(encoding="utf-8").strip()


def require_free(host: str, port: int, *, choose: str) -> None:
    """Raises Stop with a plain sentence unless we can listen at `host` and `port`.

    choose: the command that takes another port.
    """
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except socket.gaierror as error:
        raise Stop(
            f"There is no address {host!r} on this machine: set HOST to 127.0.0.1 or 0.0.0.0."
        ) from error
    except PermissionError as error:
        raise Stop(f"Port {port} is for the administrator only: choose one above 1023: {choose}") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Stop(
                f"Port {port} is in use: end what uses it, or choose another port: {choose}"
            ) from error
        raise Stop(
            f"The site cannot listen at {host}:{port} ({error.strerror}): set HOST or PORT."
        ) from error


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bracketed(host: str) -> str:
    """`host` as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def _announce(address: str, password: str, seconds: float) -> None:
    """What a person needs to begin."""
    people = "\n".join(f"    {name}@khorshoo.example" for name in PEOPLE)
    say(
        f"\nKhorshoo is ready after {seconds:.0f} s: {address}/\n"
        f"  To write and approve: {address}/cms/\n{people}\n"
        f"  Password of all three: {password}\n"
        "  Ctrl-C ends it.\n"
    )
