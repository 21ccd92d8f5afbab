"""Where a request comes from: the word of our own proxies counts, nobody else's."""

from ipaddress import ip_network

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from core.proxies import ProxyMiddleware, place


def through(settings: Settings, proxies: list[str], **meta: str) -> HttpRequest:
    settings.PROXIES = [ip_network(name) for name in proxies]
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    ProxyMiddleware(view)(RequestFactory().get("/", **meta))
    return seen[0]


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger's own word
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "1.1.1.1, 198.51.100.1", "198.51.100.1"),  # what the visitor wrote before ours
        ("10.0.0.2", "1.1.1.1, 198.51.100.1, 10.0.0.7", "198.51.100.1"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "nonsense", "10.0.0.2"),
        ("10.0.0.2", "10.0.0.8", "10.0.0.8"),
        ("::ffff:10.0.0.2", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_visitor_is_who_our_nearest_proxy_says(
    settings: Settings, peer: str, forwarded: str, found: str
) -> None:
    request = through(settings, ["10.0.0.0/8"], REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert request.META["REMOTE_ADDR"] == found


def test_a_socket_of_this_machine_counts_where_it_is_named(settings: Settings) -> None:
    forwarded = {"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}
    assert through(settings, ["0.0.0.0/32"], **forwarded).META["REMOTE_ADDR"] == "198.51.100.1"
    assert through(settings, ["10.0.0.0/8"], **forwarded).META["REMOTE_ADDR"] == ""


@pytest.mark.parametrize("peer", ["10.0.0.2", "203.0.113.9"])
def test_a_strangers_word_for_https_or_a_host_does_not_count(settings: Settings, peer: str) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = through(
        settings,
        ["10.0.0.0/8"],
        REMOTE_ADDR=peer,
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_HOST="evil",
    )
    assert request.is_secure() is (peer == "10.0.0.2")
    assert ("HTTP_X_FORWARDED_HOST" in request.META) is (peer == "10.0.0.2")


def test_a_household_with_ipv6_is_one_place(settings: Settings) -> None:
    both = [through(settings, [], REMOTE_ADDR=f"2001:db8:1:2::{end}") for end in ("1", "ffff")]
    assert len({place(request) for request in both}) == 1
    assert place(through(settings, [], REMOTE_ADDR="2001:db8:1:3::1")) != place(both[0])
