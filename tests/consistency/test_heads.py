"""What the head of every page says that search engines may show: one address of each kind in the sitemaps."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from accounts.codes import Purpose
from accounts.models import Organization, PublicationConsent
from tests import organizations as make
from tests.directory.board_parts import post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


@pytest.fixture
def entry() -> Organization:
    """An entry that search engines may show, with an offer."""
    made = make.organization("Ноос «Тал»", about="Бид ноос угаадаг.\nТүүнчлэн эсгий хийдэг.")
    PublicationConsent.objects.create(organization=made, purpose=Purpose.SEARCH)
    post(made, "Өвс & тэжээл хэрэгтэй")
    return made


def listed(client: Client, sitemap: str) -> list[str]:
    return re.findall("<loc>([^<]+)</loc>", client.get(sitemap).content.decode())


def one_of_each_kind(addresses: list[str]) -> list[str]:
    """Alike are those that begin alike and lie equally deep."""
    kinds: dict[tuple[object, ...], str] = {}
    for address in addresses:
        parts = urlsplit(address).path.strip("/").split("/")
        kinds.setdefault((*parts[:2], len(parts)), address)
    return list(kinds.values())


def head_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode().partition("</head>")[0]


def told(head: str) -> list[dict[str, object]]:
    """The things in the blocks for search engines."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.S)
    return [thing for block in map(json.loads, blocks) for thing in block.get("@graph", [block])]


def faults(head: str, address: str) -> list[str]:
    """What is missing or wrong."""
    named = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head))
    others = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', head))
    things = {str(thing["@type"]): thing for thing in told(head)}
    language = urlsplit(address).path[1:3]
    wanted = ["description", *(f"og:{name}" for name in ("title", "description", "type", "site_name"))]
    found = [name for name in (*wanted, "twitter:card") if not named.get(name)]
    if re.findall(r'<link rel="canonical" href="([^"]+)"', head) != [address]:
        found.append("canonical")
    if named.get("og:url") != address or not named.get("og:image", "").startswith(settings.SITE_URL):
        found.append("og:url, og:image")
    if set(others) != {"mn", "en"} or others[language] != address:
        found.append("hreflang")
    if any(not url.startswith(f"{settings.SITE_URL}/{code}/") for code, url in others.items()):
        found.append("hreflang of another language")
    trail: object = things.get("BreadcrumbList", {}).get("itemListElement")
    if isinstance(trail, list):
        first, last = trail[0]["item"], trail[-1]["item"]
        if first != f"{settings.SITE_URL}/{language}/" or not address.startswith(last) or len(trail) < 2:
            found.append("breadcrumbs that lead elsewhere")
        if not all(step["name"] for step in trail):
            found.append("breadcrumbs without a name")
    elif "WebSite" not in things:
        found.append("breadcrumbs")
    return found


def test_whoever_finds_a_page_or_is_sent_it_is_told_what_it_is(client: Client, entry: Organization) -> None:
    addresses = one_of_each_kind(listed(client, "/sitemap.xml"))
    addresses += listed(client, "/directory-sitemap-1.xml") + listed(client, "/directory-sitemap-board.xml")
    paths = {urlsplit(address).path for address in addresses}
    assert {f"/en/{name}/" for name in ("changes", "data", "not-confirmed", "places")} <= paths
    own = (f"{entry.public_id}/", f"board/{entry.posts.get().public_id}/")
    assert {f"/mn/directory/{name}" for name in ("", "map/", "statistics/", "board/", *own)} <= paths
    wrong = {
        address: found
        for address in addresses
        if (found := faults(head_of(client, urlsplit(address).path), unquote(address)))
    }
    assert not wrong


def test_an_entry_and_an_offer_tell_their_own_words(client: Client, entry: Organization) -> None:
    head = head_of(client, f"/en/directory/{entry.public_id}/")
    assert '<meta name="description" content="Бид ноос угаадаг. Түүнчлэн эсгий хийдэг.">' in head
    assert {thing["@type"] for thing in told(head)} == {"Organization", "BreadcrumbList"}
    head = head_of(client, f"/en/directory/board/{entry.posts.get().public_id}/")
    assert unescape(re.findall('og:title" content="([^"]+)"', head)[0]) == "Өвс & тэжээл хэрэгтэй"
    trail = next(thing for thing in told(head) if thing["@type"] == "BreadcrumbList")["itemListElement"]
    assert isinstance(trail, list)
    names = [step["name"] for step in trail]
    assert names == ["Home", "Directory", "Offers and needs", "Өвс & тэжээл хэрэгтэй"]


def test_an_entry_that_says_nothing_is_told_by_what_and_where_it_is(client: Client) -> None:
    made = make.organization("Ноос")
    head = head_of(client, f"/mn/directory/{made.public_id}/")
    description = re.findall('name="description" content="([^"]+)"', head)[0]
    assert description.endswith(f". {made.place_name}")


@pytest.mark.parametrize("path", ["directory/", "directory/map/", "not-confirmed/", "finance/"])
def test_a_readers_choices_are_in_no_address_of_the_head(client: Client, path: str) -> None:
    head = head_of(client, f"/mn/{path}?kind=loan&level=union&page=1")
    assert f'rel="canonical" href="{settings.SITE_URL}/mn/{path}"' in head
    assert f'hreflang="en" href="{settings.SITE_URL}/en/{path}"' in head
    assert "level=union" not in head
    assert not told(head)


def test_a_page_that_nobody_should_pass_on_tells_nothing(client: Client, entry: Organization) -> None:
    entry.contacts.create(kind="phone", value="99112233", visibility="public")
    head = head_of(client, f"/mn/directory/{entry.public_id}/contacts/")
    assert '<meta name="robots" content="noindex">' in head
    assert "og:" not in head
    assert not told(head)
