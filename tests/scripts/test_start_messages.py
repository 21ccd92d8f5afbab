"""What a person reads when `make run` or `make setup` cannot begin: one plain sentence, no traceback."""

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import environment, khorshoo, serve
from scripts.common import ROOT, Stop, require_writable

ENTRY = ROOT / "scripts" / "khorshoo.py"


def sentence(text: str) -> str:
    """The one line in `text`; fails when there are more, or a traceback."""
    assert "Traceback" not in text
    lines = text.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_the_entry_parses_on_very_old_pythons() -> None:
    tree = ast.parse(ENTRY.read_text(encoding="utf-8"), feature_version=(3, 4))
    newer = [
        node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.NamedExpr)
    ]
    annotated = [node for node in ast.walk(tree) if isinstance(node, ast.arg) and node.annotation]
    assert newer == []
    assert annotated == []


def test_an_old_python_is_told_which_one_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert khorshoo.main(["run"]) == 1
    assert "3.11 or newer and this is 3.9: install a newer one" in sentence(capsys.readouterr().err)


def old_pythons() -> list[Path]:
    """Older Pythons that happen to be on this machine."""
    folders = [*map(Path, os.get_exec_path()), *Path.home().glob(".pyenv/versions/*/bin")]
    names = ["python2.7", *(f"python3.{minor}" for minor in range(5, 11))]
    return [
        folder / name
        for folder in folders
        for name in names
        if (folder / name).exists() and "shims" not in folder.parts
    ]


def test_real_old_pythons_say_the_sentence() -> None:
    for python in old_pythons():  # none on most machines: the test above stands in for them
        done = subprocess.run([python, ENTRY, "run"], capture_output=True, text=True)
        assert done.returncode == 1, python
        assert "3.11 or newer" in sentence(done.stderr)


def test_a_busy_port_is_named_and_another_proposed() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, ENTRY, "run"],
            env=os.environ | {"PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=30,
        )
    assert done.returncode == 1
    assert re.fullmatch(rf"Port {port} is in use: .*PORT=8123 make run", sentence(done.stderr))


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1", "8000.5"])
def test_a_wrong_port_is_named(port: str) -> None:
    done = subprocess.run(
        [sys.executable, ENTRY, "run"],
        env=os.environ | {"PORT": port},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 1
    assert sentence(done.stderr).startswith("PORT is wrong: expected a whole number")


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Stop, match="set HOST"):
        serve.require_free("192.0.2.1", 8000, choose="PORT=8123 make run")


def test_without_the_venv_module_its_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "is_current", lambda *, dev: False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    # Debian's Python without python3-venv: `venv` imports, `ensurepip` doesn't.
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(Stop, match="apt-get install python3-venv"):
        environment.check_before()


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Stop, match=r"cannot write into .*/file/var .* make the folder writable"):
        require_writable(tmp_path / "file" / "var")


@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv") or not Path("/usr/bin/python3").exists(),
    reason="needs root, setpriv and a Python for everybody",
)
def test_an_unwritable_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    place = Path("/tmp") / f"khorshoo-unwritable-{os.getpid()}"  # noqa: S108 (others must be able to reach it)
    shutil.copytree(ROOT / "scripts", place / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    try:
        done = subprocess.run(
            [
                *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"),
                *("/usr/bin/python3", "-B", place / "scripts" / "khorshoo.py", "run"),
            ],
            env={"PATH": os.environ["PATH"], "PORT": "48123"},
            capture_output=True,
            text=True,
            timeout=30,
        )
    finally:
        shutil.rmtree(place)
    assert done.returncode == 1
    assert f"cannot write into {place}" in sentence(done.stderr)


def test_an_unknown_sub_command_lists_the_known_ones() -> None:
    done = subprocess.run([sys.executable, ENTRY, "rnu"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "setup, run, test" in sentence(done.stderr)
