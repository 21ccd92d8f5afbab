#!/usr/bin/env python
"""Django's command line for Khorshoo."""

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
    try:
        execute_from_command_line(sys.argv)
    except WrongSetting as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
