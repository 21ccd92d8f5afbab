"""`manage.py serve`: the web server (gunicorn) and the worker, as processes that share the memory of the code."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from core import running

MEMORY = Path("/dev/shm")  # noqa: S108 (gunicorn makes unguessable names in it)


class _WebServer(BaseApplication):
    def __init__(self, application: object, **settings: object) -> None:
        self._application = application
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        return self._application


class Command(BaseCommand):
    """Runs until it is told to end, or until one of the two ends."""

    help = "Serves the site and does all that is no answer to a reader (`manage.py work`)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument("--bind", default="127.0.0.1:8000", help="host:port")
        parser.add_argument("--workers", type=int, default=2, help="processes that answer")

    def handle(self, *args: Any, **options: Any) -> None:
        """The code is loaded here, before the processes part."""
        server = _WebServer(
            get_internal_wsgi_application(),
            bind=options["bind"],
            workers=options["workers"],
            worker_class="gthread",
            threads=4,
            preload_app=True,
            loglevel="warning",
            graceful_timeout=5,
            # Our own guard answers what is too long, in the reader's language.
            limit_request_line=0,
            # In memory where there is such a thing: heart-beats on a slow disk kill healthy processes.
            worker_tmp_dir=str(MEMORY) if MEMORY.is_dir() else None,
        )
        connections.close_all()  # no process may use what another has opened
        parts = {"the web server": server.run, "the worker": lambda: call_command("work")}
        raise SystemExit(running.together(parts))
