"""The page of one organization: what it tells, from whom, and what it keeps to itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Contact, FieldSource, YearFigures
from core import page_cache
from tests import organizations as make
from tests.accounts.people_parts import with_profile

pytestmark = pytest.mark.django_db


def page(client: Client, entry: object, language: str = "mn") -> str:
    answer = client.get(f"/{language}/directory/{entry.public_id}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_value_says_where_it_is_from(client: Client) -> None:
    entry = make.organization("Ноос", founded="1992.01")
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    FieldSource.objects.create(organization=entry, field="founded", said_at=at, source="icao.coop, 2016")
    html = page(client, entry)
    assert "icao.coop, 2016, 2026.11.22" in html
    assert "Jan 1992" in page(client, entry, "en")


def test_numbers_and_mail_addresses_are_not_in_the_page(client: Client) -> None:
    entry = make.organization("Ноос")
    for kind, value in (
        ("phone", "99112233"),
        ("email", "us@khorshoo.example"),
        ("website", "https://noos.example"),
    ):
        Contact.objects.create(organization=entry, kind=kind, value=value, visibility="public")
    Contact.objects.create(organization=entry, kind="address", value="Дотоод 5", visibility="members")
    html = page(client, entry)
    assert "https://noos.example" in html
    assert not [text for text in ("99112233", "us@khorshoo.example", "Дотоод 5") if text in html]
    client.force_login(make.member(entry, "own"))
    assert "Дотоод 5" in page(client, entry)


@pytest.mark.parametrize(
    ("members", "women", "hidden"),
    [(24, 15, False), (24, 4, True), (24, 22, True), (24, 0, True), (4, 2, True), (10, 5, False)],
)
def test_few_people_are_not_counted_in_public(client: Client, members: int, women: int, hidden: bool) -> None:
    entry = make.organization("Ноос")
    YearFigures.objects.create(organization=entry, year=2025, members=members, women=women)
    html = page(client, entry)
    cells = html.partition('<th scope="row">2025</th>')[2].partition("</tr>")[0]
    assert (f">{women}<" not in cells) == hidden
    assert (f">{members}<" in cells) == (members >= 5)


def test_an_entry_without_an_owner_can_be_taken_over(client: Client) -> None:
    entry = make.organization("Ноос", status="unconfirmed")
    claim = f"/mn/account/organizations/{entry.public_id}/claim/"
    assert claim in page(client, entry)
    make.member(entry, "owner")
    page_cache.raise_version()
    assert claim not in page(client, entry)


def test_a_merged_entry_leads_to_the_one_that_was_kept(client: Client) -> None:
    kept = make.organization("Ноос")
    middle = make.organization("Ноос 2", status="hidden", merged_into=kept)
    first = make.organization("Ноос 3", status="hidden", merged_into=middle)
    answer = client.get(f"/en/directory/{first.public_id}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/en/directory/{kept.public_id}/")
    kept.status = "hidden"
    kept.save()
    assert client.get(f"/en/directory/{first.public_id}/").status_code == 404


def test_the_name_of_a_union_leads_to_its_entry_where_there_is_a_directory(
    client: Client, settings: Settings
) -> None:
    union = make.umbrella("Малчдын холбоо")
    person = make.member(union, "speaker")
    with_profile(person, trade="adviser", audience="everyone")
    address = f"/mn/people/{person.public_id}/"
    link = f'<a href="/mn/directory/{union.public_id}/">Малчдын холбоо</a>'
    assert link in client.get(address).content.decode()
    settings.DIRECTORY = False
    page_cache.raise_version()
    html = client.get(address).content.decode()
    assert link not in html
    assert "Малчдын холбоо" in html
