"""Elasticsearch by our own scripts: found or plainly missing, never root, stopped and started, nothing left behind."""

import json
import os
import subprocess
import tempfile
import urllib.request
import zipfile
from pathlib import Path

import pytest

from scripts import elasticsearch, testing
from scripts.common import ROOT, Stop
from scripts.elasticsearch import Server
from tests.scripts.test_processes import exists


@pytest.fixture
def distribution() -> Path:
    found = elasticsearch.find()
    if found is None:
        pytest.skip(f"NOT TESTED: there is no Elasticsearch ({elasticsearch.HOW})")
    return found


def java_home(folder: Path, version: str) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "java").touch(mode=0o755)
    (folder / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
    return folder


def ask(server: Server, method: str, path: str, body: object = None) -> dict[str, object]:
    request = urllib.request.Request(
        server.address + path,
        method=method,
        data=json.dumps(body).encode() if body is not None else None,
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return dict(json.load(answer))


def processes_of(server: Server) -> set[int]:
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[2]) == server.process_id:
                found.add(int(entry.name))
        except (OSError, IndexError):
            continue
    return found


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
def test_a_server_runs_unprivileged_survives_a_stop_and_leaves_nothing(distribution: Path) -> None:
    with elasticsearch.running(distribution) as server:
        started = processes_of(server)
        assert len(started) >= 2  # the launcher and the server
        assert all(Path(f"/proc/{one}").stat().st_uid != 0 for one in started)
        ask(server, "PUT", "/kept")
        ask(server, "PUT", "/kept/_doc/1?refresh=true", {"title": "хоршоо"})

        server.stop()
        assert not any(map(exists, started))
        assert not elasticsearch.is_healthy(server.host)

        server.start()
        assert ask(server, "GET", "/kept/_count")["count"] == 1

        server.pause()
        assert not elasticsearch.is_healthy(server.host)  # connects, and never answers
        server.resume()
        assert elasticsearch.is_healthy(server.host)

        server.kill()
        server.start()
        assert ask(server, "GET", "/kept/_count")["count"] == 1
        started = processes_of(server)
    assert not any(map(exists, started))
    assert not server.folder.exists()


def test_what_does_not_start_says_why_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as made:  # where every user may read, unlike tmp_path
        home = Path(made)
        home.chmod(0o755)
        (home / "config").mkdir()
        (home / "config" / "jvm.options").touch()
        program = home / "bin" / "elasticsearch"
        program.parent.mkdir()
        program.write_text("#!/bin/sh\necho no room in $ES_PATH_CONF; exit 1\n")
        program.chmod(0o755)
        with pytest.raises(Stop, match="did not start: no room in ") as stop, elasticsearch.running(home):
            pass
    assert not Path(str(stop.value).rsplit(" ", 1)[1]).exists()


def test_the_java_that_fits_is_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elasticsearch.shutil, "which", lambda name: None)
    monkeypatch.setattr(elasticsearch, "JAVAS", (1017, 1021))  # no real one interferes
    monkeypatch.setenv("ES_JAVA_HOME", str(java_home(tmp_path / "25", "1025.0.1")))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert elasticsearch.java() is None
    monkeypatch.setenv("JAVA_HOME", str(java_home(tmp_path / "21", "1021.0.2")))
    assert elasticsearch.java() == tmp_path / "21"
    monkeypatch.setenv("ES_JAVA_HOME", str(java_home(tmp_path / "17", "1017")))
    assert elasticsearch.java() == tmp_path / "17"


@pytest.mark.parametrize(("missing", "word"), [("java", "needs Java 17 or 21"), ("mvn", "there is no mvn")])
def test_what_is_missing_is_named_with_the_cure(
    missing: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = java_home(tmp_path / "java", "17.0.1")
    monkeypatch.setattr(elasticsearch, "java", lambda: None if missing == "java" else home)
    monkeypatch.setattr(elasticsearch.shutil, "which", lambda name: None)
    with pytest.raises(Stop, match=word) as stop:
        elasticsearch.install(tmp_path / "cache")
    assert "apt-get install openjdk-17-jre-headless maven" in str(stop.value)
    assert elasticsearch.find(tmp_path / "cache") is None


def test_an_interrupted_fetch_leaves_nothing_that_looks_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Maven breaks off once, then brings an archive; what may be executed stays so."""
    cache = tmp_path / "cache"
    monkeypatch.setattr(elasticsearch, "java", lambda: tmp_path)
    monkeypatch.setattr(elasticsearch.shutil, "which", lambda name: f"/usr/bin/{name}")

    def breaks_off(command: list[str]) -> None:
        raise Stop("the line broke")

    monkeypatch.setattr(elasticsearch, "run_quietly", breaks_off)
    with pytest.raises(Stop, match="the line broke"):
        elasticsearch.install(cache)
    assert elasticsearch.find(cache) is None
    assert list(cache.iterdir()) == []

    name = f"elasticsearch-{elasticsearch.VERSION}"

    def brings(command: list[str]) -> None:
        target = next(part.split("=")[1] for part in command if part.startswith("-DoutputDirectory="))
        with zipfile.ZipFile(Path(target) / "it.zip", "w") as archive:
            for file, mode in (("bin/elasticsearch", 0o100755), ("config/users", 0o100600)):
                entry = zipfile.ZipInfo(f"{name}/{file}")
                entry.external_attr = mode << 16
                archive.writestr(entry, "content")

    monkeypatch.setattr(elasticsearch, "run_quietly", brings)
    home = elasticsearch.install(cache)
    assert home == cache / name == elasticsearch.find(cache)
    assert (home / "bin" / "elasticsearch").stat().st_mode & 0o777 == 0o755
    assert (home / "config" / "users").stat().st_mode & 0o777 == 0o644
    monkeypatch.setattr(elasticsearch, "run_quietly", breaks_off)
    assert elasticsearch.install(cache) == home  # nothing is fetched twice


def test_the_automatic_run_allows_no_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.delenv(testing.ELASTICSEARCH, raising=False)
    monkeypatch.setattr(elasticsearch, "java", lambda: None)
    with pytest.raises(Stop, match=r"CI=true allows no gaps. Missing: .*ELASTICSEARCH: there is none here"):
        testing.run("", [])


@pytest.mark.slow
def test_the_command_starts_it_in_the_background_and_another_ends_it(distribution: Path) -> None:
    from scripts.serve import free_port

    port = free_port()
    env = os.environ | {"KHORSHOO_ELASTICSEARCH_PORT": str(port)}
    folder = elasticsearch.cache() / f"elasticsearch-at-{port}"

    def make(target: str) -> str:
        done = subprocess.run(["make", "-s", target], cwd=ROOT, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    try:
        said = make("elasticsearch")
        assert f"http://127.0.0.1:{port}" in said
        assert f"KHORSHOO_ELASTICSEARCH_PORT={port} make elasticsearch-stop" in said
        assert elasticsearch.is_healthy(f"127.0.0.1:{port}")
        assert "already running" in make("elasticsearch")
    finally:
        said = make("elasticsearch-stop")
        subprocess.run(["rm", "-rf", folder], check=True)
    assert "has ended" in said
    assert not elasticsearch.is_healthy(f"127.0.0.1:{port}")
    assert "No Elasticsearch of ours is running" in make("elasticsearch-stop")


@pytest.mark.parametrize("value", ["abc", "0", "65536", "-1"])
def test_a_wrong_port_is_named(value: str) -> None:
    done = subprocess.run(
        ["python3", "scripts/khorshoo.py", "elasticsearch"],
        cwd=ROOT,
        env=os.environ | {"KHORSHOO_ELASTICSEARCH_PORT": value},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "KHORSHOO_ELASTICSEARCH_PORT is wrong: expected a whole number" in done.stderr
    assert "Traceback" not in done.stderr
