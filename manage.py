#!/usr/bin/env python
"""Django's command line for Khorshoo."""

import importlib.util
import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command that was asked for."""
    root = Path(__file__).resolve().parent
    if (root / "platform" / "__init__.py").exists():
        sys.exit(
            "platform/__init__.py must not exist: it hides Python's own module 'platform'. "
            "Delete it (see platform/README.md)."
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    try:
        from django.core.management import execute_from_command_line

        from config.env import WrongSetting  # the editable install puts platform/ on the path
    except ImportError:
        sys.exit("The environment is not set up. Run: make setup (then .venv/bin/python manage.py …)")
    settings = os.environ["DJANGO_SETTINGS_MODULE"]
    if not _is_module(settings):
        sys.exit(
            f"DJANGO_SETTINGS_MODULE is wrong: expected config.settings.local or config.settings.production. "
            f"(there is no {settings!r})"
        )
    try:
        execute_from_command_line(sys.argv)
    except WrongSetting as error:
        sys.exit(str(error))


def _is_module(name: str) -> bool:
    """Whether there is a module of this name."""
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):  # no such package; no name at all
        return False


if __name__ == "__main__":
    main()
