"""What search engines of the internet are told: sitemap, noindex, structured data."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from accounts.codes import Purpose
from accounts.models import Contact, Organization, PublicationConsent
from directory import sitemaps
from tests import organizations as make

pytestmark = pytest.mark.django_db


def agreed(name: str, **more: object) -> Organization:
    made = make.organization(name, **more)
    PublicationConsent.objects.create(organization=made, purpose=Purpose.SEARCH)
    return made


def test_only_who_agreed_is_shown_to_search_engines(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "PER_FILE", 1)
    yes, other, no = agreed("А"), agreed("Б"), make.organization("В")
    hidden = agreed("Г", status="hidden")
    assert b"Sitemap: http://127.0.0.1:8000/directory-sitemap.xml" in client.get("/robots.txt").content
    files = re.findall("<loc>([^<]+)</loc>", client.get("/directory-sitemap.xml").content.decode())
    texts = [client.get(file.removeprefix("http://127.0.0.1:8000")).content.decode() for file in files]
    assert len(texts) == 3  # two of entries, one of the board
    every = "".join(texts)
    assert every.count(f"<loc>http://127.0.0.1:8000/en/directory/{yes.public_id}/</loc>") == 1
    assert f'hreflang="mn" href="http://127.0.0.1:8000/mn/directory/{other.public_id}/"' in texts[1]
    assert not [one for one in (no, hidden) if one.public_id in every]
    assert texts[0].count("/directory/map/</loc>") == 2
    for one, noindex in ((yes, False), (no, True)):
        html = client.get(f"/mn/directory/{one.public_id}/").content.decode()
        assert ('name="robots" content="noindex"' in html) == noindex
        assert f'rel="canonical" href="http://127.0.0.1:8000/mn/directory/{one.public_id}/"' in html
        assert f'hreflang="en" href="http://127.0.0.1:8000/en/directory/{one.public_id}/"' in html


def test_its_page_says_in_json_what_it_says_in_words(client: Client) -> None:
    entry = make.organization("Ноос</script>", name_en="Wool", founded="1992.01", registration_number="7")
    Contact.objects.create(
        organization=entry, kind="website", value="https://noos.example", visibility="public"
    )
    Contact.objects.create(organization=entry, kind="phone", value="99112233", visibility="public")
    html = client.get(f"/mn/directory/{entry.public_id}/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert data["name"] == "Ноос</script>"
    assert (data["alternateName"], data["foundingDate"]) == ("Wool", "1992-01")
    assert data["address"] == {
        "@type": "PostalAddress",
        "addressRegion": "Өвөрхангай аймаг",
        "addressLocality": "Нарийнтээл сум",
        "addressCountry": "MN",
    }
    assert data["sameAs"] == ["https://noos.example"]
    assert "99112233" not in html
