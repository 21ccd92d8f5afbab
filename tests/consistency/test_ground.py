"""The test machinery itself: what other tests rely on."""

import socket

import pytest
from django.conf import settings
from django.template import Context, engines
from pytest_socket import SocketConnectBlockedError
from wagtail.models import Locale, Page, Site

from tests.strict_templates import UndefinedVariableError


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_a_test_that_flushes_the_database_still_finds_the_ground(time: int) -> None:
    assert Page.objects.filter(depth=1).count() == 1
    assert Site.objects.count() == 1
    assert Locale.objects.filter(language_code="mn").exists()
    Page.objects.all().delete()  # the second round finds it again


def test_the_network_is_closed() -> None:
    with pytest.warns(UserWarning, match="192.0.2.1"), pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_an_undefined_variable_in_a_template_of_ours_fails() -> None:
    engine = engines["django"]
    ours = engine.from_string("{{ nothing }}")
    ours.template.origin.name = str(settings.ROOT / "templates" / "x.html")
    with pytest.raises(UndefinedVariableError, match="nothing"):
        ours.template.render(Context())
    theirs = engine.from_string("{{ nothing }}")
    assert theirs.template.render(Context()) == ""
    asking = engine.from_string("{% if nothing %}a{% else %}b{% endif %}")
    asking.template.origin.name = ours.template.origin.name
    assert asking.template.render(Context()) == "b"
