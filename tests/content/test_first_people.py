"""The first people of a copy: the password that is told is the one that lets them in."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from accounts.models import User

pytestmark = pytest.mark.django_db

NAME = "KHORSHOO_EDITOR_PASSWORD"


def start(file: Path) -> str:
    """One start of a copy: the password that it tells."""
    told = io.StringIO()
    call_command("make_people", password_file=file, stdout=told)
    return told.getvalue().split()[-1]


def test_a_given_password_is_still_told_when_none_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "var" / "editor-password"
    first = start(file)
    monkeypatch.setenv(NAME, "зөв-нууц-үг-4711")
    assert start(file) == "зөв-нууц-үг-4711"
    monkeypatch.delenv(NAME)
    assert start(file) == "зөв-нууц-үг-4711" != first
    for person in User.objects.filter(email__endswith="@khorshoo.example"):
        assert person.check_password("зөв-нууц-үг-4711")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("password", ["abc", "123456789", "1234567890"])
def test_a_password_that_nobody_else_could_choose_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings, password: str
) -> None:
    monkeypatch.setenv(NAME, password)
    settings.REQUIRE_SECOND_FACTOR = True
    with pytest.raises(CommandError, match=rf"^{NAME} is wrong: expected [^\n]+ \([A-Z][^\n]+\)$"):
        start(tmp_path / "editor-password")
    assert not User.objects.exists()
    assert list(tmp_path.iterdir()) == []


def test_on_ones_own_machine_a_password_may_be_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    monkeypatch.setenv(NAME, "abc")
    assert start(tmp_path / "editor-password") == "abc"


def test_a_folder_that_refuses_is_named_and_nobody_is_made(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(CommandError, match="can't be kept in .*/var/editor-password"):
        start(tmp_path / "var" / "editor-password")
    assert not User.objects.exists()
