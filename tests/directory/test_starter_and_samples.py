"""What the directory begins with, and the made-up entries for demonstrations."""

from __future__ import annotations

from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.codes import Status
from accounts.models import Organization
from accounts.services import agency
from content.models import InstitutionPage
from core import page_cache
from directory import samples
from directory.models import InstitutionLink
from directory.services import starter as services
from search import indexer
from search.execute import execute
from tests import organizations as make
from tests import people
from tests.directory.test_listing import listed, names

pytestmark = pytest.mark.django_db


def test_the_starter_entries_are_nobodys_unconfirmed_and_have_sources(client: Client) -> None:
    made = services.load_starter()
    assert len(made) == 20
    assert {one.status for one in made} == {Status.UNCONFIRMED}
    assert not any(one.memberships.exists() or one.register_checks.exists() for one in made)
    assert all(one.field_sources.filter(field="name_en").exists() for one in made)
    namac = next(one for one in made if "хөдөө аж ахуйн хоршоологчдын" in one.name_mn)
    html = client.get(f"/mn/directory/{namac.public_id}/").content.decode()
    assert "icao.coop (2016), 2026.11.22" in html
    assert "Одоогоор баталгаажаагүй" in html  # its Mongolian name was seen in no source
    assert f"/organizations/{namac.public_id}/claim/" in html


def test_starter_entries_are_entered_once_and_what_is_there_stays_as_it_is() -> None:
    own = make.organization("Санхүүгийн зохицуулах хороо", about="Бидний үг")
    assert len(services.load_starter()) == 19
    first = Organization.objects.get(token="starter-namac")
    Organization.objects.filter(pk=first.pk).update(name_mn="Шинэ нэр", name_key="")
    assert services.load_starter() == []
    own.refresh_from_db()
    assert own.about == "Бидний үг"


def test_an_institution_goes_with_its_entry_into_another(client: Client, small_site: None) -> None:
    page = InstitutionPage.objects.filter(locale__language_code="mn").first()
    assert page is not None
    keep, gone, third = (make.organization(name) for name in ("Хороо", "Зохицуулах хороо", "Өөр хороо"))
    InstitutionLink.objects.create(organization=gone, translation_key=page.translation_key)
    agency.merge_organizations(user=people.agency(), keep=keep, gone=gone)
    assert f"/mn/directory/{keep.public_id}/" in client.get(page.url).content.decode()
    InstitutionLink.objects.create(organization=third, translation_key=uuid4())
    agency.merge_organizations(user=people.agency("second"), keep=third, gone=keep)
    assert InstitutionLink.objects.get(organization=third).translation_key != page.translation_key


def test_an_institution_and_its_entry_are_one_search_result(
    client: Client, small_site: None, engine: object
) -> None:
    page = InstitutionPage.objects.filter(locale__language_code="mn").order_by("pk")[0]
    entry = make.organization(page.title, status=Status.UNCONFIRMED)
    InstitutionLink.objects.create(organization=entry, translation_key=page.translation_key)
    indexer.index_keys([f"accounts.organization:{entry.pk}", f"content.institutionpage:{page.pk}"])
    found = execute(page.title, language="mn")
    assert [row.title for row in found.rows].count(page.title) == 1
    page_cache.raise_version()
    assert f"/mn/directory/{entry.public_id}/" in client.get(page.url).content.decode()
    assert page.url in client.get(f"/mn/directory/{entry.public_id}/").content.decode()


def test_samples_say_what_they_are_in_every_view_and_go_without_a_trace(client: Client) -> None:
    real = make.organization("Ноос")
    call_command("sample_directory", "30", stdout=StringIO())
    assert samples.samples().count() == 30
    for language, word in (("mn", "(жишээ)"), ("en", "(sample)")):
        rows = names(listed(client, "?sort=new", language))
        assert len([name for name in rows if name.endswith(word)]) >= 19
    for one in samples.samples()[:2]:
        html = client.get(f"/mn/directory/{one.public_id}/").content.decode()
        assert f"<h1>{one.name_mn}</h1>" in html
        assert "Жишээ: ийм байгууллага байхгүй." in html
    call_command("sample_directory", "5", stdout=StringIO())
    assert samples.samples().count() == 35
    call_command("sample_directory", "--remove", stdout=StringIO())
    assert list(Organization.objects.all()) == [real]


def test_production_refuses_samples(settings: Settings) -> None:
    settings.SAMPLE_DIRECTORY = False
    for argument in ("3", "--remove"):
        with pytest.raises(CommandError, match="never in production"):
            call_command("sample_directory", argument, stdout=StringIO())
    settings.SAMPLE_DIRECTORY = True
    with pytest.raises(CommandError, match="Between 1 and"):
        call_command("sample_directory", "0", stdout=StringIO())
