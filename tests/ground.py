"""What every test may rely on in the database, kept through tests that flush it.

A test with `transaction=True` ends with an empty database: Wagtail's root page, site and languages are gone.
The ground is taken down once and laid again after each such test.
"""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

_taken: list[str] = []


def take() -> None:
    """Remember the database as it is now."""
    _taken[:] = [connection.creation.serialize_db_to_string()]


def forget() -> None:
    """The test database is about to go: nothing may be laid again."""
    _taken.clear()


def lay() -> None:
    """Bring the database back to what was remembered, and empty the caches that speak of it."""
    if not _taken:  # the test database is gone: the connection leads to the real one
        return
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    connection.creation.deserialize_db_from_string(_taken[0])
    # The rows came with their keys: PostgreSQL's counters must go on after them.
    tables = set(connection.introspection.table_names())
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.db_table in tables]
    statements = connection.ops.sequence_reset_sql(no_style(), models)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    ContentType.objects.clear_cache()
    for cache in caches.all(initialized_only=True):
        cache.clear()
