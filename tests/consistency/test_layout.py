"""The shape of the house: what would break everything, or grow crooked, if nobody looked."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.common import ROOT
from scripts.forbidden import project_files

#: Packages of the project that exist today, bottom to top. A new one also enters pyproject's import walls.
OURS = ("core", "accounts", "search", "content", "directory", "forums", "announcements", "config")


def existing() -> list[str]:
    return [name for name in OURS if (ROOT / name).is_dir() or (ROOT / "platform" / name).is_dir()]


def modules() -> Iterator[str]:
    return (path for path in project_files() if path.endswith(".py"))


def importable(folder: Path) -> set[str]:
    """Names that `import` finds in `folder`: modules, and folders with an __init__.py or Python files."""
    found = {path.stem for path in folder.glob("*.py")}
    for path in folder.iterdir():
        if path.is_dir() and not path.name.startswith(".") and ((path / "__init__.py").exists()):
            found.add(path.name)
    return found


def test_platform_is_no_package() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()
    import platform

    assert platform.system()


def test_nothing_of_ours_hides_the_standard_library() -> None:
    names = importable(ROOT) | importable(ROOT / "platform")
    assert {"accounts", "config", "content", "core", "search", "tests"} <= names
    assert names & sys.stdlib_module_names == set()


def test_manage_stops_with_a_plain_message_when_platform_became_a_package(tmp_path: Path) -> None:
    (tmp_path / "platform").mkdir()
    (tmp_path / "platform" / "__init__.py").touch()
    (tmp_path / "manage.py").write_bytes((ROOT / "manage.py").read_bytes())
    # -P: the broken folder must not hide the module while Python itself starts.
    done = subprocess.run(
        [sys.executable, "-P", tmp_path / "manage.py", "check"], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode != 0
    assert "platform/__init__.py must not exist" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_module_has_more_than_400_lines() -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {path: n for path, n in lengths.items() if n > 400 and "/migrations/" not in path} == {}


def test_every_test_folder_is_a_package() -> None:
    """Otherwise tests/search hides the app `search`."""
    folders = {Path(path).parent for path in modules() if path.startswith("tests/")}
    assert [str(folder) for folder in folders if not (ROOT / folder / "__init__.py").exists()] == []


def test_the_import_walls_know_every_package() -> None:
    walls = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert sorted(walls["root_packages"]) == sorted(existing())
    layers = next(c["layers"] for c in walls["contracts"] if c["type"] == "layers")
    named = {part.strip() for layer in layers for part in layer.split("|")}
    assert named == set(existing())


def test_the_tools_know_every_package() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert set(existing()) <= set(tools["ruff"]["lint"]["isort"]["known-first-party"])
    assert set(existing()) <= {Path(path).name for path in tools["mypy"]["files"]}


@pytest.mark.parametrize("name", existing())
def test_public_functions_are_typed(name: str) -> None:
    folder = ROOT / name if (ROOT / name).is_dir() else ROOT / "platform" / name
    untyped = []
    for path in folder.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                bare = [a.arg for a in arguments if a.annotation is None and a.arg not in {"self", "cls"}]
                if bare or node.returns is None:
                    untyped.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert untyped == []
