"""Which form fits: the comparison of legal forms. Where do you stand: the doors by situation."""

import re

import pytest
from django.test import Client
from wagtail.models import Page

from content.models import (
    DoorPage,
    FinanceOfferPage,
    GuidePage,
    InstitutionIndexPage,
    InstitutionPage,
    LawPage,
    LegalFormPage,
    LibraryPage,
    StepsPage,
)
from content.models.listing import EntryPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


def rows(client: Client, address: str) -> dict[str, str]:
    """Rows of the comparison by the address of their form."""
    html = client.get(address).content.decode()
    found = re.findall(r"<tr><th scope=\"?row\"?>.*?</tr>", html, re.S)
    return {re.findall(r"legal-forms/([\w-]+)/", row)[0]: row for row in found}


def test_all_forms_stand_side_by_side_with_reasons_for_and_against(client: Client) -> None:
    found = rows(client, "/en/legal-forms/")
    assert len(found) == 14
    for slug, row in found.items():
        form = LegalFormPage.objects.get(slug=slug, locale__language_code="en")
        assert form.reasons_for, slug
        assert form.reasons_against, slug
        for reason in [*form.reasons_for, *form.reasons_against]:
            assert str(reason.value)[:20] in row.replace("&#x27;", "'"), slug


def test_the_comparison_is_narrowed_by_the_address(client: Client) -> None:
    assert set(rows(client, "/mn/legal-forms/?registered=no&surplus=agreed")) == {"joint-activity"}
    without = {"joint-activity", "pasture-user-group", "self-help"}
    assert set(rows(client, "/mn/legal-forms/?registered=no")) == without


def test_a_form_that_was_not_found_says_so_and_shows_no_rule(client: Client) -> None:
    found = rows(client, "/en/legal-forms/?registered=none")
    assert set(found) == {"mutual-society", "social-enterprise"}
    for row in found.values():
        assert "No separate form found" in row
        assert "Founders" not in row
    page = client.get("/en/legal-forms/social-enterprise/").content.decode()
    assert "Is registered" not in page


def test_what_is_not_confirmed_is_no_number(client: Client) -> None:
    assert "Not yet confirmed" in rows(client, "/en/legal-forms/")["primary-cooperative"]
    assert "individuals, all Mongolian citizens" in rows(client, "/en/legal-forms/")["savings-credit"]


@pytest.mark.parametrize("language", ["mn", "en"])
def test_each_door_leads_on_in_at_most_three_steps(client: Client, language: str) -> None:
    doors = DoorPage.objects.live().filter(locale__language_code=language)
    assert doors.count() == 10
    home = client.get(f"/{language}/").content.decode()
    #: A guide, an offer, an office, a form, a law, an entry; the two lists that one chooses in.
    ends = (GuidePage, StepsPage, FinanceOfferPage, InstitutionPage, LawPage, EntryPage, InstitutionIndexPage)
    for door in doors:
        assert f"/{language}/doors/{door.slug}/" in home
        ways = [Page.objects.get(pk=way.value["page"].pk).specific for way in door.ways]
        assert 1 <= len(ways) <= 3
        assert all(isinstance(page, ends) or page.slug == "legal-forms" for page in ways), door.slug
        html = client.get(door.url).content.decode()
        for page in ways:
            assert f"/{language}/" in html
            own = page.get_translations(inclusive=True).get(locale__language_code=language)
            assert own.url in html, (door.slug, own.url)


def test_the_home_page_shows_the_doors_once_and_the_other_lists(client: Client) -> None:
    html = client.get("/mn/").content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert main.count("/mn/doors/after-dzud/") == 1
    assert 'href="/mn/doors/"' not in main
    for slug in ("countries", "comparisons", "training", "stories", "international", "programmes", "sectors"):
        assert f'href="/mn/{slug}/"' in main


@pytest.mark.parametrize("address", ["", "found/"])
def test_menu_and_home_lead_to_doors_and_forms(client: Client, address: str) -> None:
    html = client.get(f"/mn/{address}").content.decode()
    menu = html[html.index("<nav aria-label") : html.index("</nav>")]
    assert "/mn/doors/" in menu
    assert "/mn/legal-forms/" in menu
    assert LibraryPage.objects.filter(slug="doors").count() == 2
