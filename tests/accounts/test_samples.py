"""Sample people: one for each role, a private mark in each private place, gone without a trace."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.changelog import note
from accounts.models import Change, Organization, Profile, Report, User
from accounts.second_factor import has
from accounts.services.reports import leave_report
from core.models import OutboxRow
from tests.accounts.people_parts import signed_in, someone
from tests.consistency.test_settings import PRODUCTION, python
from tests.organizations import organization

pytestmark = pytest.mark.django_db

PASSWORD = "sample-password"


def run(*arguments: str) -> Any:
    out = io.StringIO()
    call_command("sample_people", *arguments, stdout=out)
    return json.loads(out.getvalue())


def counts() -> dict[str, int]:
    """Rows of everything of ours."""
    labels = ("accounts", "account", "mfa")
    return {
        model._meta.label: model._base_manager.count()
        for label in labels
        for model in apps.get_app_config(label).get_models()
    }


def test_each_role_has_an_account_that_signs_in() -> None:
    made = run("--password", PASSWORD)
    roles = {one["role"] for one in made["people"]}
    assert {"member", "publisher", "owner", "other-owner", "umbrella", "auditor", "adviser", "practitioner", "officer",
            "editor", "moderator", "agency", "superuser", "newcomer"} <= roles  # fmt: skip
    for one in made["people"]:
        person = User.objects.get(email=one["email"])
        assert person.check_password(PASSWORD)
        assert has(person) == bool(one["second_factor"])
        assert one["public_id"] == person.public_id
    assert made["invitations"]
    assert made["hand_over_code"]


def test_visitors_see_no_private_mark() -> None:
    marks = run("--password", PASSWORD)["private_marks"]
    assert len(set(marks.values())) == len(marks) > 12
    pages = ["/mn/people/", "/en/people/"]
    pages += [f"/mn/people/{public_id}/" for public_id in User.objects.values_list("public_id", flat=True)]
    texts = {page: Client().get(page).content.decode() for page in pages}
    assert [(p, m) for p, text in texts.items() for m in marks.values() if m in text] == []
    assert any("Жишээ Мэргэжилтэн" in text for text in texts.values())


def test_marks_are_where_they_are_said_to_be() -> None:
    marks = run("--password", PASSWORD)["private_marks"]
    member = User.objects.get(email__startswith="member@")
    page = signed_in(User.objects.get(email__startswith="newcomer@")).get(f"/mn/people/{member.public_id}/")
    assert marks["profile-members"] in page.content.decode()
    assert Organization.objects.filter(name_mn__contains=marks["draft-name"], status="draft").exists()
    assert Profile.objects.filter(about=marks["profile-hidden"]).exclude(hidden_at=None).exists()


def test_they_are_taken_away_without_a_trace() -> None:
    before = counts()
    run("--password", PASSWORD)
    assert counts() != before
    with pytest.raises(CommandError):
        run("--password", PASSWORD)
    assert run("--remove")["removed"] > 12
    assert counts() == before
    assert run("--remove") == {"removed": 0}


def test_they_send_no_mail_and_with_them_goes_nothing_of_others() -> None:
    person, other = someone("Болд"), organization()
    mine = [
        leave_report(user=person, target=target, reason="untrue", text="", token=f"t{n}")
        for n, target in enumerate([other, someone("Дорж")])
    ]
    note(Change.Action.EDITED, user=person, organization=other)
    mine_there = counts()
    run("--password", PASSWORD)
    assert not OutboxRow.objects.filter(kind="mail").exists()
    sample = User.objects.filter(email__startswith="member@").get()
    Report.objects.filter(pk=mine[0].pk).update(target_id=sample.pk)  # an entry with a sample person's number
    run("--remove")
    assert counts() == mine_there
    assert User.objects.filter(pk=person.pk).exists()


def test_they_are_refused_where_they_are_not_allowed(settings: Settings) -> None:
    settings.SAMPLE_PEOPLE = False
    for arguments in (["--password", PASSWORD], ["--remove"]):
        with pytest.raises(CommandError):
            run(*arguments)
    assert not User.objects.filter(email__contains="sample").exists()


def test_they_are_refused_in_production() -> None:
    code = (
        "import django; django.setup(); from django.core.management import call_command\n"
        "call_command('sample_people', '--password', 'sample-password')"
    )
    done = python(code, **PRODUCTION)
    assert "never in production" in done.stderr


def test_a_short_password_is_refused() -> None:
    with pytest.raises(CommandError):
        run("--password", "short")
