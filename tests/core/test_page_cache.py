"""Whole pages for everybody: never stale, never personal, rendered once."""

import gzip

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import page_cache
from core.models import ContentVersion
from tests.core import urls
from tests.core.conftest import Copy

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture(autouse=True)
def _fresh(settings) -> None:
    caches["pages"].clear()
    urls.rendered.clear()
    settings.PAGE_CACHE_QUERY = ["page", "kind"]
    settings.PAGE_CACHE_STRICT = False


def renders(name: str = "page") -> int:
    return urls.rendered.get(name, 0)


def test_a_page_is_rendered_once_until_content_changes(client: Client) -> None:
    first = client.get("/mn/page/")
    second = client.get("/mn/page/")
    assert renders() == 1
    assert first.content == second.content
    for header in (
        "Content-Security-Policy",
        "Content-Language",
        "Permissions-Policy",
        "ETag",
        "Content-Type",
    ):
        assert first[header] == second[header]
    assert first["X-Request-ID"] != second["X-Request-ID"]
    page_cache.raise_version()
    client.get("/mn/page/")
    assert renders() == 2


def test_a_stored_page_takes_two_queries(client: Client) -> None:
    client.get("/mn/page/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/mn/page/")
    assert len(queries) == 2, [query["sql"] for query in queries]  # the version, the page


def test_content_that_changes_while_a_page_is_rendered_is_not_stored_as_new(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(urls, "_count", lambda name: page_cache.raise_version())
    client.get("/mn/page/")
    monkeypatch.undo()
    client.get("/mn/page/")
    assert renders() == 1


def test_version_returns_later_when_its_row_was_lost(client: Client) -> None:
    client.get("/mn/page/")
    before = page_cache.current_version()
    ContentVersion.objects.all().delete()
    client.get("/mn/page/")
    client.get("/mn/page/")
    assert renders() == 3
    page_cache.raise_version()
    assert before is not None
    assert (page_cache.current_version() or 0) >= before


VISITOR = {
    "Accept-Language": "en-GB",
    "User-Agent": "<b>evil</b>",
    "X-Forwarded-For": "10.9.8.7",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "Referer": "http://evil.example/",
    "X-Anything": "evil",
    "Range": "bytes=0-3",
    "If-Modified-Since": "Tue, 24 Nov 2026 10:00:00 GMT",
}


def test_nothing_that_one_visitor_sends_reaches_another(client: Client) -> None:
    plain = client.get("/mn/page/")
    caches["pages"].clear()
    other = Client()
    other.cookies["colour"] = "evil"
    other.cookies["csrftoken"] = "evil" * 8
    other.cookies["django_language"] = "en"
    first = other.get("/mn/page/", headers=VISITOR)
    second = client.get("/mn/page/")
    assert renders() == 2
    assert first.content == second.content == plain.content
    assert b"evil" not in second.content
    assert dict(second.headers) | {"X-Request-ID": ""} == dict(plain.headers) | {"X-Request-ID": ""}
    assert not second.cookies


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_signed_in_readers_neither_fill_nor_read_the_store(client: Client, cookie: str) -> None:
    reader = Client()
    reader.cookies[cookie] = "x"
    reader.cookies["colour"] = "mine"
    answer = reader.get("/mn/page/")
    assert b"mine" in answer.content
    assert "private" in answer["Cache-Control"]
    assert b"mine" not in client.get("/mn/page/").content
    assert b"mine" in reader.get("/mn/page/").content
    assert renders() == 3


def test_compressed_body_is_always_the_same_bytes(client: Client) -> None:
    first = client.get("/mn/page/", headers=GZIP)
    assert first["Content-Encoding"] == "gzip"
    assert int(first["Content-Length"]) == len(first.content) < 400
    assert first["Vary"] == "Accept-Encoding"
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    caches["pages"].clear()
    assert client.get("/mn/page/", headers=GZIP).content == first.content


@pytest.mark.parametrize("accepts", ["", "br", "gzip;q=0", "gzip; q=0.0, br"])
def test_who_takes_no_gzip_gets_the_plain_page(client: Client, accepts: str) -> None:
    packed = client.get("/mn/page/", headers=GZIP)
    plain = client.get("/mn/page/", headers={"Accept-Encoding": accepts})
    assert "Content-Encoding" not in plain
    assert plain.content == gzip.decompress(packed.content)
    assert int(plain["Content-Length"]) == len(plain.content)
    assert renders() == 1


def test_who_has_the_page_already_gets_304_until_it_changes(client: Client, monkeypatch) -> None:
    tag = client.get("/mn/page/")["ETag"]
    for known in (tag, f'"other", {tag}', "*"):
        answer = client.get("/mn/page/", headers={"If-None-Match": known, **GZIP})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == tag
        assert answer["Vary"] == "Accept-Encoding"
        assert "Content-Encoding" not in answer
    assert client.get("/mn/page/", headers={"If-None-Match": '"other"'}).status_code == 200
    monkeypatch.setattr(urls, "get_language", lambda: "changed")
    page_cache.raise_version()
    assert client.get("/mn/page/", headers={"If-None-Match": tag}).status_code == 200


def test_head_is_answered_from_the_store_without_a_body(client: Client) -> None:
    whole = client.get("/mn/page/", headers=GZIP)
    head = client.head("/mn/page/", headers=GZIP)
    assert head.content == b""
    assert head["Content-Length"] == whole["Content-Length"]
    assert renders() == 1


@pytest.mark.parametrize("path", ["/mn/opted-out/", "/mn/marked/", "/mn/with-cookie/", "/mn/broken/"])
def test_what_must_not_be_stored_is_not(path: str) -> None:
    client = Client(raise_request_exception=False)
    client.get(path)
    client.get(path)
    assert renders(path.split("/")[2].replace("-", "_")) == 2


def test_missing_pages_are_not_stored(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[str] = []
    monkeypatch.setattr(page_cache._Store, "set", lambda self, key, entry: stored.append(key))
    assert client.get("/mn/missing/").status_code == 404
    assert client.get("/mn/page/").status_code == 200
    assert len(stored) == 1


@pytest.mark.parametrize("path", ["/mn/with-cookie/", "/mn/with-form/"])
def test_tests_and_debug_tell_of_a_page_that_could_not_be_shared(client: Client, settings, path: str) -> None:
    settings.PAGE_CACHE_STRICT = True
    with pytest.raises(page_cache.NotCacheableError):
        client.get(path)
    assert client.get("/mn/opted-out/").status_code == 200


def test_only_listed_parameters_with_plain_values_are_stored(client: Client) -> None:
    client.get("/mn/page/?page=2&kind=law")
    client.get("/mn/page/?kind=law&page=2")
    assert renders() == 1
    client.get("/mn/page/?page=3&kind=law")
    client.get("/mn/page/")
    assert renders() == 3
    for query in ("q=1", "page=1&x=2", "page=1&page=2", "page=" + "1" * 41, "page=%3Cb%3E", "page="):
        urls.rendered.clear()
        client.get(f"/mn/page/?{query}")
        client.get(f"/mn/page/?{query}")
        assert renders() == 2, query


def test_parameters_of_link_trackers_find_the_stored_page_but_store_nothing(client: Client) -> None:
    client.get("/mn/page/?fbclid=1")
    client.get("/mn/page/?fbclid=2&utm_source=x")
    assert renders() == 2
    client.get("/mn/page/")
    client.get("/mn/page/?fbclid=3")
    assert renders() == 3


def test_languages_hosts_and_schemes_have_pages_of_their_own(client: Client) -> None:
    for path in ("/mn/page/", "/en/page/"):
        assert f"<p>{path[1:3]} " in client.get(path).content.decode()
    client.get("/mn/page/", headers={"Host": "localhost"})
    client.get("/mn/page/", secure=True, SERVER_PORT="443")
    assert renders() == 4


def test_hosts_that_are_not_ours_are_refused_and_strange_ports_fill_nothing(client: Client) -> None:
    assert client.get("/mn/page/", headers={"Host": "evil.example"}).status_code == 400
    for _again in range(2):
        assert client.get("/mn/page/", headers={"Host": "localhost:9"}).status_code == 200
    assert renders() == 2


def test_admin_and_posts_pass_by(client: Client) -> None:
    assert "ETag" not in client.get("/cms/page/")
    client.post("/mn/page/")
    client.post("/mn/page/")
    assert renders() == 2


def test_switched_off_by_setting_and_in_debug(client: Client, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 0
    client.get("/mn/page/")
    client.get("/mn/page/")
    settings.PAGE_CACHE_SECONDS = 60
    settings.DEBUG = True
    client.get("/mn/page/")
    client.get("/mn/page/")
    assert renders() == 4


class AwayCache(LocMemCache):
    def get(self, *args, **kwargs):
        raise ConnectionError("away")

    set = get


def test_the_site_answers_when_the_cache_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "caches", {"pages": AwayCache("away", {})})
    assert client.get("/mn/page/").status_code == 200


# Several processes

GET = """
from django.test import Client
from tests.core import urls
import sys
client = Client(raise_request_exception=False)
client.handler.load_middleware()
def get(path="/mn/page/"):
    return client.get(path)
"""


def test_a_publish_in_one_process_is_seen_by_the_next_request_to_another(copy: Copy) -> None:
    printed = copy.python(
        GET
        + """
import subprocess
from django.db import transaction
from core import page_cache
urls.get_language = lambda: text
text = "old"
def seen(): return get().content.decode().split()[0]
print(seen())
text = "new"
print(seen(), "stored")
def elsewhere(code):
    begin = "import django; django.setup()\\nfrom django.db import transaction\\nfrom core import page_cache\\n"
    return subprocess.run([sys.executable, "-c", begin + code], check=True)
elsewhere('''
with transaction.atomic():
    page_cache.raise_version()
    transaction.set_rollback(True)
''')
print(seen(), "taken back")
elsewhere('''
with transaction.atomic():
    page_cache.raise_version()
''')
print(seen(), "committed")
"""
    )
    assert printed.splitlines() == ["<p>old", "<p>old stored", "<p>old taken back", "<p>new committed"]


MANY = """
import threading
statuses = []
def visitor(path):
    statuses.append(get(path).status_code)
def visit(path, count):
    threads = [threading.Thread(target=visitor, args=[path]) for _i in range(count)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
"""


def test_a_cold_page_that_many_ask_for_is_rendered_once(copy: Copy) -> None:
    printed = copy.python(
        GET + MANY + "visit('/mn/slow/', 12); print(urls.rendered['slow'], set(statuses), len(statuses))"
    )
    assert printed == "1 {200} 12\n"


def test_a_cold_page_that_two_processes_are_asked_for_is_rendered_once(copy: Copy) -> None:
    printed = copy.python(
        """
import subprocess, sys, time
code = '''
import django; django.setup()
import time
from django.test import Client
from tests.core import urls
time.sleep(max(0, %f - time.time()))
Client().get("/mn/slow/")
print(urls.rendered.get("slow", 0))
''' % (time.time() + 2)
both = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _i in range(2)]
print(sum(int(one.communicate()[0]) for one in both))
"""
    )
    assert printed == "1\n"


def test_a_failed_rendering_leaves_no_lock_and_nobody_waiting(copy: Copy) -> None:
    printed = copy.python(
        GET
        + MANY
        + """
import logging, time
from core import page_cache
logging.disable()
began = time.monotonic()
visit('/mn/broken/', 6)
print(urls.rendered['broken'], set(statuses), time.monotonic() - began < page_cache.LONGEST_WAIT)
"""
    )
    assert printed == "6 {500} True\n"


def test_nobody_queues_for_a_page_that_is_never_stored(copy: Copy) -> None:
    printed = copy.python(
        GET
        + MANY
        + """
get('/mn/slow-form/')
visit('/mn/slow-form/', 8)
print(urls.rendered["slow at once"] > 2)
"""
    )
    assert printed == "True\n"


def test_who_waits_too_long_renders_the_page_itself(copy: Copy) -> None:
    printed = copy.python(
        GET
        + MANY
        + """
from core import page_cache
page_cache.LONGEST_WAIT = 0.1
visit('/mn/slow/', 3)
print(urls.rendered['slow'] > 1, set(statuses))
"""
    )
    assert printed == "True {200}\n"
