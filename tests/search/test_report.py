"""Editors see what was looked for in vain."""

import pytest
from django.test import Client

from search import services
from tests import people

pytestmark = pytest.mark.django_db


def test_an_editor_sees_what_was_not_found_the_most_frequent_first(client: Client) -> None:
    for text, times in (("ноолуур", 1), ("тээвэр", 3), ("<b>", 2)):
        for _ in range(times):
            services.note_missed(text=text, language="mn")
    client.force_login(people.editor())
    html = client.get("/cms/reports/missed-queries/").content.decode()
    assert html.index("тээвэр") < html.index("&lt;b&gt;") < html.index("ноолуур")
    exported = client.get("/cms/reports/missed-queries/", {"export": "csv"})
    assert "ноолуур" in b"".join(exported.streaming_content).decode()
    assert "/cms/reports/missed-queries/" in client.get("/cms/").content.decode()


def test_the_public_does_not(client: Client) -> None:
    assert client.get("/cms/reports/missed-queries/").status_code == 302


def test_different_queries_without_end_do_not_fill_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST", 3)
    for number in range(6):
        services.note_missed(text=f"q{number}", language="mn")
    assert services.MissedQuery.objects.count() == 3
