"""What is refused before anything reads it; language, policy and request id of every answer."""

import logging

import pytest
from django.test import Client, RequestFactory

from core.middleware import RequestGuardMiddleware, RequestIdFilter

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]


@pytest.mark.parametrize("path", ["/mn/page/?q=%00", "/mn/page/?q=a%00b&c=d", "/mn/%00/", "/mn/page/?%00=1"])
def test_null_bytes_are_refused_in_the_language_of_the_path(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer["Content-Language"] == "mn"
    assert '<a href="/mn/">' in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/en/page/?q=%ff%fe", "/en/%ff/", "/en/page/?q=%d1"])
def test_broken_utf8_is_refused(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert '<html lang="en">' in answer.content.decode()


def test_query_strings_are_read_up_to_64_kilobytes(client: Client) -> None:
    assert client.get("/mn/page/?q=" + "%D1%85" * 10_000).status_code == 200
    assert client.get("/mn/page/?q=" + "a" * 65_536).status_code == 400


@pytest.mark.parametrize("query", ["q=😀", "q=хоршоо", "q=%F0%9F%98%80", "q=%", "q=100%25", "q=a+b&q=;"])
def test_unusual_but_readable_queries_pass(client: Client, query: str) -> None:
    assert client.get(f"/mn/page/?{query}").status_code == 200


def test_raw_bytes_in_a_query_are_read_as_utf8(rf: RequestFactory) -> None:
    request = rf.get("/mn/page/")
    request.META["QUERY_STRING"] = "q=хоршоо".encode().decode("iso-8859-1")
    from django.http import HttpResponse

    guard = RequestGuardMiddleware(lambda _request: HttpResponse("passed"))
    assert guard(request).status_code == 200
    request.META["QUERY_STRING"] = b"q=\xff".decode("iso-8859-1")
    assert guard(request).status_code == 400


def test_every_answer_has_an_id_of_its_own_that_its_log_records_carry(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture
) -> None:
    from django.http import HttpResponse

    logger = logging.getLogger("tests.request_id")

    def view(_request: object) -> HttpResponse:
        logger.warning("inside")
        return HttpResponse("x")

    caplog.handler.addFilter(mark := RequestIdFilter())
    try:
        answers = [RequestGuardMiddleware(view)(rf.get("/")) for _i in range(2)]
        logger.warning("outside")
    finally:
        caplog.handler.removeFilter(mark)
    ids = [record.request_id for record in caplog.records if record.name == logger.name]
    assert ids == [answers[0]["X-Request-ID"], answers[1]["X-Request-ID"], "-"]
    assert ids[0] != ids[1]


@pytest.mark.parametrize(
    ("path", "language"),
    [("/mn/page/", "mn"), ("/en/page/", "en"), ("/page/", "mn"), ("/fr/page/", "mn"), ("/enx/", "mn")],
)
def test_language_comes_from_the_path_alone(client: Client, path: str, language: str) -> None:
    client.cookies["django_language"] = "en" if language == "mn" else "mn"
    other = "en" if language == "mn" else "mn"
    answer = client.get(path, headers={"Accept-Language": other})
    assert answer["Content-Language"] == language
    if answer.status_code == 200:
        assert f"<p>{language} " in answer.content.decode()
    assert "Accept-Language" not in answer.get("Vary", "")


def test_public_pages_have_the_strict_policy_and_the_admin_a_looser_one(client: Client) -> None:
    public = client.get("/mn/page/")["Content-Security-Policy"]
    assert "unsafe-inline" not in public
    assert "frame-ancestors 'none'" in public
    admin = client.get("/cms/page/")["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in admin
    assert "frame-ancestors 'self'" in admin
    assert "default-src 'none'" in admin
    assert client.get("/mn/cms/page/")["Content-Security-Policy"] == public


def test_health(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    from django.db import OperationalError

    from core import views

    class Away:
        def cursor(self) -> None:
            raise OperationalError("away")

    monkeypatch.setattr(views, "connection", Away())
    assert client.get("/healthz").status_code == 503


def test_robots_keep_out_of_the_admin_and_of_search_results(client: Client, settings) -> None:
    settings.SITEMAPS = ["sitemap"]  # the addresses of these tests are those of core alone
    text = client.get("/robots.txt").content.decode()
    for line in ("Disallow: /cms/", "Disallow: /mn/search/", "Disallow: /en/search/"):
        assert line in text.splitlines()
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
