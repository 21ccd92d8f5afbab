"""The lint of the templates: each rule refuses what it must, names the line, and passes what is ordinary."""

import pytest
from django.template import Engine

from scripts import templates
from scripts.common import ROOT

ENGINE = Engine.get_default()


def found(text: str, path: str = "templates/x.html") -> list[str]:
    return list(templates.findings(path, text, ENGINE))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{% nothing_such %}", "does not compile"),
        ("{{ x|nothing_such }}", "does not compile"),
        ("{% if x %}", "does not compile"),
        ('<p style="color:red"></p>', "style="),
        ('<p {% if x %}style="color:red"{% endif %}></p>', "style="),
        ('<button onclick="go()"></button>', "onclick="),
        ('<img src="{{ x }}">', "alt"),
        ("<script>go()</script>", "<script>"),
        ("<script>{{ x }}</script>", "<script>"),
        ('<script type="module">go()</script>', "<script>"),
        ('<script src="https://example.mn/x.js"></script>', "another site"),
        ('<link rel="stylesheet" href="//example.mn/x.css">', "another site"),
        ('<img alt="" src="HTTP://example.mn/x.png">', "another site"),
        ("<p>Members</p>", "“Members”"),
        ("<p>{{ x }} гишүүн</p>", "“гишүүн”"),
        ('<input placeholder="Name">', "“Name”"),
        ("{% if x %}yes{% endif %}", "“yes”"),
        (
            "{% comment %}a{% endcomment %}{% load i18n %}{% blocktranslate %}a{% endblocktranslate %} b",
            "“b”",
        ),
    ],
)
def test_what_no_template_may_hold_is_refused_with_its_line(line: str, told: str) -> None:
    [fault] = found(f"{{# a note #}}\n<p>\n</p>\n{line}\n")
    assert fault.startswith("templates/x.html:4: ")
    assert told in fault


@pytest.mark.parametrize(
    "text",
    [
        '{% load i18n %}<p title="{% translate "Members" %}">{% translate "Members" %}: {{ x }} – 12 %</p>',
        "{% load i18n %}{% blocktranslate %}\n{{ x }} members\n{% endblocktranslate %}",
        "{# a note #}<!-- a note -->{% comment %}\na note\n{% endcomment %}",
        '<img src="/static/x.png" alt="">',
        '{% load static %}<script src="{% static "js/khorshoo.js" %}" defer></script>',
        '<script type="application/ld+json">{"name": "x"}</script>',
        "<style>p { color: red }</style>",
        '<dt translate="no">changed_since</dt>',
        '<p>{{ SITE_URL }}/data/ <a href="https://example.mn/">/data/x.csv</a></p>',
        '<p class="one"{% if x %} lang="mn"{% endif %}>«{{ x }}»</p>',
    ],
)
def test_what_is_ordinary_passes(text: str) -> None:
    assert found(text) == []


def test_a_word_excused_excuses_no_other() -> None:
    assert len(found('<dt translate="no">limit</dt><dd>How many</dd>')) == 1


def test_a_file_that_is_not_translated_still_obeys_the_other_rules() -> None:
    path = next(iter(templates.UNTRANSLATED))
    assert found("<p>Members</p>", path) == []
    assert len(found('<p style="color:red">Members</p>', path)) == 1


def test_every_template_of_the_project_is_looked_at_and_good() -> None:
    files = {str(file.relative_to(ROOT)) for file in templates.own_templates(ENGINE)}
    assert {"templates/base.html", "templates/emails/frame.html", *templates.UNTRANSLATED} <= files
    assert [fault for path in files for fault in found((ROOT / path).read_text("utf-8"), path)] == []
