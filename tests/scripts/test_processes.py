"""Starting and ending: nothing that was started stays behind."""

import contextlib
import os
import time
from pathlib import Path

import dj_database_url
import psycopg
import pytest

from scripts import postgres, serve
from scripts.common import Stop
from scripts.processes import Site


def exists(process_id: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process_id, 0)
        state = Path(f"/proc/{process_id}/stat")
        return not state.exists() or ") Z" not in state.read_text()
    return False


def site(code: str) -> Site:
    made = Site("127.0.0.1", 1, os.environ)
    made._arguments = ["-c", code]
    return made


def test_leaving_the_site_ends_children_and_grandchildren(tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    code = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *a: sys.exit())\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    with site(code) as running:
        child = running.process_id
        until = time.monotonic() + 20
        while not (note.exists() and note.read_text()) and time.monotonic() < until:
            time.sleep(0.05)
        grandchild = int(note.read_text())
        assert exists(child)
        assert exists(grandchild)
    assert not exists(child)
    time.sleep(0.1)
    assert not exists(grandchild)


def test_when_the_site_ends_by_itself_it_is_said() -> None:
    with site("exit(3)") as running, pytest.raises(Stop, match=r"because the site ended .* \(status 3\)"):
        running.watch()


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "secret-key"
    first = serve.own_secret(file)
    assert len(first) >= 50
    assert file.stat().st_mode & 0o777 == 0o600
    assert serve.own_secret(file) == first
    assert serve.own_secret(tmp_path / "other") != first


def test_what_the_caller_sets_goes_before_our_own(tmp_path: Path) -> None:
    env = serve.site_environment("127.0.0.1", 8123, tmp_path, {"KHORSHOO_SITE_URL": "http://example.mn"})
    assert env["KHORSHOO_SITE_URL"] == "http://example.mn"
    env = serve.site_environment("192.168.1.5", 8123, tmp_path, {})
    assert env["KHORSHOO_SITE_URL"] == "http://192.168.1.5:8123"
    assert "192.168.1.5" in env["KHORSHOO_ALLOWED_HOSTS"].split(",")


@pytest.mark.skipif(postgres.find() is None, reason="there is no PostgreSQL")
def test_postgresql_runs_unprivileged_and_leaves_nothing() -> None:
    programs = postgres.find()
    assert programs is not None
    with postgres.running(programs) as address:
        folder = Path(address.split("@")[1].split("/")[0].replace("%2F", "/"))
        server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        if Path("/proc").is_dir():
            assert Path(f"/proc/{server}").stat().st_uid != 0
        parts = dj_database_url.parse(address)
        with psycopg.connect(host=parts["HOST"], user=parts["USER"], dbname=parts["NAME"]) as connection:
            assert connection.execute("select upper('хоршоо')").fetchone() == ("ХОРШОО",)
    assert not exists(server)
    assert not folder.exists()
