"""Whatever is sent as a query, results and suggestions are a normal page: filled index, or engine away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.middleware import MAX_QUERY
from core.models import OutboxRow
from search import asked, editors
from search.engine.embedded import EmbeddedEngine
from search.execute import execute
from search.models import QueryCount
from search.suggest import suggestions
from tests import people

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
    "capitals that grow": "İ" * 250,
    "capital": "İIıiſßẞ ǅ" * 20,
    "broken UTF-8": b"\xff\xfe\xd1",
    "half a letter": b"\xd1\x85\xd0",
    "lone surrogate in UTF-8": b"\xed\xa0\x80\xed\xbf\xbf",
    "overlong": b"\xc0\xaf\xe0\x80\xaf",
    "too high": b"\xf4\x90\x80\x80",
}
#: Only a caller in Python could have them.
LONE_SURROGATES = ["хор\ud800шоо", "\udfff", "a\udc80b"]
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
def client(db: None, small_index: EmbeddedEngine) -> Client:
    """At the small site, indexed."""
    return Client()


def expected(bad: str | bytes, address: str) -> set[int]:
    """400 for what is no text and for endless addresses, 404 for a page of results that is none."""
    found = {200}
    if isinstance(bad, bytes) or "\0" in bad or len(address) > MAX_QUERY:
        found.add(400)
    return found | {404} if "&page=" in address else found


@pytest.mark.parametrize("state", STATES)
def test_a_normal_page_comes_back(state: str, client: Client, small_index: EmbeddedEngine) -> None:
    STATES[state](small_index)
    for name, bad in BAD.items():
        for place in PLACES:
            address = place.format(encoded(bad))
            answer = client.get(address)
            assert answer.status_code in expected(bad, address), (name, place)
            assert b"<script>alert" not in answer.content, (name, place)
            assert b"<img src=x" not in answer.content, (name, place)
            if "suggest" in place and answer.status_code == 200:
                assert isinstance(answer.json()["titles"], list), name
    assert "/mn/law/" in client.get("/mn/search/?q=хоршоо").content.decode(), "search still works"


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("state", STATES)
def test_what_no_address_can_hold_is_read_too(state: str, small_index: EmbeddedEngine) -> None:
    STATES[state](small_index)
    for bad in [*(bad for bad in BAD.values() if isinstance(bad, str)), *LONE_SURROGATES]:
        for exact in (False, True):
            assert execute(bad, language="mn", exact=exact).page == 1, bad
        assert isinstance(suggestions(bad, "mn"), list), bad


def test_it_can_be_counted_and_searched_for_by_editors(client: Client) -> None:
    editors.rebuild()
    for name, bad in BAD.items():
        query = "/mn/search/?q=" + encoded(bad)
        client.get(query)
        for sender in (query, "http://[", "?q=%FF&q", "\x7f" * 3):
            answer = client.post("/mn/search/click/", headers={"Ping-From": sender[:4000]})
            assert answer.status_code in {204, 400}, name
    counted = list(QueryCount.objects.values_list("text", flat=True))
    assert len(counted) > len(BAD) / 3
    assert [text for text in counted if len(text) > 200 or "\0" in text] == []
    client.force_login(people.editor())
    assert client.get(reverse(asked.NAME) + "?which=all").status_code == 200


@pytest.mark.parametrize("there", [True, False])
def test_editors_get_a_normal_page_with_and_without_their_index(client: Client, there: bool) -> None:
    editors.rebuild()
    OutboxRow.objects.all().delete()
    if not there:
        editors.engine().pointer.unlink()
    client.force_login(people.editor())
    for address in (
        "/cms/pages/search/?q=",
        "/cms/choose-page/search/?page_type=wagtailcore.page&q=",
        "/cms/images/?q=",
    ):
        for name, bad in BAD.items():
            answer = client.get(address + encoded(bad))
            assert answer.status_code in expected(bad, address + encoded(bad)), (name, address)
            assert b"<script>alert" not in answer.content, name
