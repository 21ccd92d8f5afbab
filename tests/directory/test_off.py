"""Switched off, the directory leaves nothing behind: no address, no link, and the rest starts."""

import os
import subprocess
import sys

from scripts.common import ROOT

LOOK = """
import django; django.setup()
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from core import api, menu
call_command("check")
try:
    reverse("directory")
except NoReverseMatch:
    print("no address,", len(menu.links()), "links,", [one.name for one in api.resources()])
"""


def test_without_the_directory_the_site_starts_and_links_nowhere() -> None:
    env = os.environ | {"KHORSHOO_DIRECTORY": "off", "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOOK], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1:] == ["no address, 0 links, ['guides', 'laws', 'terms']"], done.stderr
