"""Words explained: the first occurrence in running text leads to the explanation."""

import pytest

from content.reading import TermView
from content.templatetags.content_tags import link_first


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
    "html", ['<p><a href="/x/">дүрэм</a></p>', "<h3>Дүрэм</h3>", "<p>өгүүлэл</p>", '<p title="дүрэм">а</p>']
)
def test_links_headings_and_attributes_are_left_alone(html: str) -> None:
    assert link_first(html, term("дүрэм")) == (html, False)
