"""The read API against its own description: every operation with right and wrong input, all checks of schemathesis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode

from accounts.codes import Purpose
from accounts.models import PublicationConsent, YearFigures
from core import page_cache
from directory.services.open_data import write_open_data
from tests import organizations as make

pytestmark = pytest.mark.django_db

OPERATIONS = {"index", "organizations", "organization", "guides", "guide", "laws", "law", "terms", "term"}


@pytest.fixture
def schema(small_site: None, db: None) -> Iterator[Any]:
    """Of the site with an entry of each kind: with consent, without, gone."""
    one = make.organization("Ноос", activities=["ICA90"], isic="C", legal_form="primary-cooperative")
    PublicationConsent.objects.create(organization=one, purpose=Purpose.DATA)
    YearFigures.objects.create(organization=one, year=2025, members=24, women=3)
    make.organization("Сүү", status="unconfirmed", place="62")
    gone = make.organization("Гарсан")
    write_open_data()
    gone.status = "hidden"
    gone.save()
    page_cache.raise_version()
    for signal in (
        request_started,
        request_finished,
    ):  # as Django's own test client: the transaction stays open
        signal.disconnect(close_old_connections)
    site = get_wsgi_application()

    def plain(environ: dict[str, Any], start: Any) -> Any:
        """Its client says that it takes packed answers, and does not unpack them."""
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        return site(environ, start)

    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", plain)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_operation_does_what_the_description_says(mode: GenerationMode, schema: Any) -> None:
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {one.definition.raw["operationId"] for one in operations} == OPERATIONS
    for operation in operations:
        if mode == GenerationMode.NEGATIVE and not (operation.query or operation.path_parameters):
            continue  # nothing in it can be wrong

        @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            case.call_and_validate()

        ask()
