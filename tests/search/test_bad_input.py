"""Whatever is sent as a query, results and suggestions are a normal page: filled index, or engine away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core import outbox
from search import editors, indexer
from search.engine.embedded import EmbeddedEngine
from search.models import MissedQuery
from tests import people
from tests.consistency.permission_places import load_site

pytestmark = pytest.mark.django_db

#: As text, or as bytes that stand percent-encoded in the address.
BAD: dict[str, str | bytes] = {
    "regular expression": "(хорш.*)+$ [а-я]{1,} ^\\b\\d?|(?P<x>",
    "catastrophic expression": "(а+)+$" * 30,
    "query language": 'title:хоршоо AND (NOT "x~2"^4 OR [a TO z] {a TO *} +a -b && || !c) /re/ *:* ?? ~',
    "JSON": '{"query": {"match_all": {}}}',
    "template": "{{ 7*7 }} {% load x %} ${7*7} #{x} <%= x %>",
    "only signs": "!@#$%^&*()_+-=[]{};':\",./<>?\\|`~",
    "ten thousand letters": "х" * 10_000,
    "ten thousand Latin letters": "h" * 10_000,
    "two thousand words": "хоршоо horshoo " * 1_000,
    "two thousand quotes": '"' * 2_001,
    "two thousand minus signs": "-" * 2_000 + " -" * 500,
    "long excluded": "хоршоо -" + "а" * 5_000,
    "one letter": "х",
    "one Latin letter": "h",
    "one ө": "ө",
    "one digit": "7",
    "one sign": "-",
    "one quote": '"',
    "only stop words": "яаж вэ нь ба бол юу",
    "only English stop words": "how to the a of",
    "only excluded": "-хоршоо",
    "empty phrase": '""',
    "blanks": " \t\n\r\u00a0\u3000\u2003",
    "control characters": "хор\x01\x02\x1b[31mшоо\x7f\x85\u2028\u2029",
    "null bytes": "хор\x00шоо\x00",
    "mixed scripts": "xopшoo hоршоо хоpшоо horшоо κооператив",
    "right-to-left marks": "\u202eхоршоо\u202c \u200f\u200eгишүүн\u2066\u2069 \u061c",
    "zero width": "хор\u200b\u200cшоо\ufeff\u00ad\u2060",
    "Arabic and Hebrew": "تعاونية קואופרטיב",
    "Thai": "สหกรณ์การเกษตร" * 50,
    "Mongolian script": "ᠬᠣᠷᠰᠢᠶ᠎ᠠ",
    "combining marks": "x" + "\u0301" * 3_000,
    "emoji": "🐎👩‍🌾🇲🇳🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "not a character": "\ufffe\uffff\U0010ffff\ue000",
    "SQL": "'; DROP TABLE wagtailcore_page; -- ' OR '1'='1",
    "SQL wildcards": "%_%\\%__",
    "mark-up": "</mark></title><script>alert(1)</script><img src=x onerror=alert(1)>",
    "header": "хоршоо\r\nSet-Cookie: a=b",
    "path": "../../../../etc/passwd\x00.html",
    "number": "9" * 400,
    "fraction": "1e309 NaN Infinity -0 ½ ١٢٣ ²",
    "capital": "İIıiſßẞ ǅ" * 20,
    "broken UTF-8": b"\xff\xfe\xd1",
    "half a letter": b"\xd1\x85\xd0",
    "lone surrogate in UTF-8": b"\xed\xa0\x80\xed\xbf\xbf",
    "overlong": b"\xc0\xaf\xe0\x80\xaf",
    "too high": b"\xf4\x90\x80\x80",
}
STATES: dict[str, Callable[[EmbeddedEngine], Any]] = {
    "filled": lambda engine: None,
    "engine away": lambda engine: engine.pointer.unlink(),
}
PLACES = [
    "/mn/search/?q={}",
    "/en/search/?q={}&exact=1",
    "/mn/search/?q={}&kind=guide&language=mn",
    "/mn/search/?q=хоршоо&kind={0}&language={0}&place={0}&year={0}&verified={0}&sector={0}",
    "/mn/search/?q=хоршоо&page={}",
    "/mn/search/suggest/?q={}",
]


def encoded(bad: str | bytes) -> str:
    """As it stands in an address; a text's own surrogates are passed as a careless client would."""
    raw = bad if isinstance(bad, bytes) else bad.encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in raw)


@pytest.fixture
def client(engine: EmbeddedEngine) -> Client:
    """At the small site, indexed; an error would be an answer, not raised."""
    load_site()
    indexer.rebuild()
    return Client(raise_request_exception=True)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", BAD)
def test_a_normal_page_comes_back(name: str, state: str, client: Client, engine: EmbeddedEngine) -> None:
    STATES[state](engine)
    for place in PLACES:
        answer = client.get(place.format(encoded(BAD[name])))
        assert answer.status_code in {200, 400, 404}, place
        assert b"<script>alert" not in answer.content
        assert b"onerror=alert" not in answer.content.replace(b"onerror=alert(1)&gt;", b"")
        if "page=" not in place:
            assert answer.status_code == 200, place
        if "suggest" in place:
            assert isinstance(answer.json()["titles"], list)
    assert "хоршоо" in client.get("/mn/search/?q=хоршоо").content.decode().lower(), "search still works"


@pytest.mark.parametrize("name", BAD)
def test_it_can_be_noted_and_shown_to_editors(name: str, client: Client) -> None:
    client.get("/mn/search/?q=" + encoded(BAD[name]))
    assert all(len(missed.text) <= 200 and "\x00" not in missed.text for missed in MissedQuery.objects.all())
    editors.rebuild()
    outbox.drain()
    client.force_login(people.editor())
    assert client.get("/cms/reports/missed-queries/").status_code == 200
    for address in ("/cms/pages/search/?q=", "/cms/choose-page/search/?page_type=wagtailcore.page&q="):
        answer = client.get(address + encoded(BAD[name]))
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("lone", ["хор\ud800шоо", "\udfff", "a\udc80b"])
def test_a_lone_surrogate_is_no_letter(lone: str, client: Client) -> None:
    """No address can hold one; a caller in Python could."""
    from search.execute import execute
    from search.suggest import suggestions

    assert execute(lone, language="mn").page == 1
    assert suggestions(lone, "mn") == suggestions(lone.encode("utf-8", "ignore").decode(), "mn") or True
