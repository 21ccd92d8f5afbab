"""Words explained: the first occurrence in running text leads to the explanation."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from content.models import GlossaryTerm
from content.reading import TermView
from content.templatetags.content_tags import link_first
from content.terms import avoided
from tests import people


def term(word: str, slug: str = "x") -> TermView:
    return TermView(slug=slug, term=word, other="", definition="d", state="in-use", proposed=False)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<p>Дүрмээ батална, дүрэмд заана.</p>",
            '<p>Дүрмээ батална, <a class="term" href="#term-x">дүрэмд</a> заана.</p>',
        ),
        ("<p>Дүрэм. Дүрэм.</p>", '<p><a class="term" href="#term-x">Дүрэм</a>. Дүрэм.</p>'),
    ],
)
def test_the_first_occurrence_with_its_ending_is_linked(html: str, expected: str) -> None:
    assert link_first(html, term("дүрэм")) == (expected, True)


@pytest.mark.parametrize(
    ("word", "linked", "left"),
    [
        ("сан", "Сан санг сангийн санд сангаас сантай", "санаа санааны санал санхүүгийн санаачлагч сануулна"),
        ("сум", "сумын суманд сумандаа сумаас", "сумчин"),
        ("хүү", "хүүгийн хүүтэй хүүгүй", "хүүхэд хүүхдийн"),
        ("tax", "Tax taxes", "taxi taxpayer"),
    ],
)
def test_a_short_word_is_not_taken_for_a_longer_one_that_begins_like_it(
    word: str, linked: str, left: str
) -> None:
    assert [found for found in linked.split() if not link_first(found, term(word))[1]] == []
    assert [found for found in left.split() if link_first(found, term(word))[1]] == []


@pytest.mark.parametrize(
    "html", ['<p><a href="/x/">дүрэм</a></p>', "<h3>Дүрэм</h3>", "<p>өгүүлэл</p>", '<p title="дүрэм">а</p>']
)
def test_links_headings_and_attributes_are_left_alone(html: str) -> None:
    assert link_first(html, term("дүрэм")) == (html, False)


@pytest.mark.django_db
def test_editors_get_the_outdated_forms_of_published_terms_the_longest_first(client: Client) -> None:
    GlossaryTerm.objects.create(
        slug="founder",
        term={"mn": "үүсгэн байгуулагч", "en": "founder"},
        avoided="үндэслэгч, үндэслэгч гишүүн",
    )
    GlossaryTerm.objects.create(slug="hidden", term={"mn": "нуусан"}, avoided="далд", live=False)
    GlossaryTerm.objects.create(slug="plain", term={"mn": "хоршоо"}, variants="кооператив")
    assert [row["form"] for row in avoided()] == ["үндэслэгч гишүүн", "үндэслэгч"]
    client.force_login(people.editor())
    html = client.get(reverse("wagtailsnippets_content_glossaryterm:add")).content.decode()
    told = json.loads(re.search(r'<script id="term-check-data"[^>]*>(.*?)</script>', html, re.S)[1])
    assert told["terms"][1]["instead"] == {"mn": "үүсгэн байгуулагч", "en": "founder"}
    assert "{found}" in told["words"]["line"]
    assert "{instead}" in told["words"]["line"]
