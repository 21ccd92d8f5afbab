"""A small set of content files that tests may change."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the small content folder."""
    return Path(shutil.copytree(Path(__file__).parent / "mini", tmp_path / "starter"))


def rewrite(folder: Path, name: str, old: str, new: str) -> None:
    """Change one file of the folder."""
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
