"""`make leaflets`: chosen pages as A4 PDF into leaflets/. Brings the extra `documents` (WeasyPrint) with it."""

import os
import subprocess

from scripts import environment, serve
from scripts.common import ROOT, VENV_PYTHON, data_dir, port_from


def run(arguments: list[str]) -> int:
    """Set up, prepare the site's data as `make run` does, render. Returns the exit status; raises Stop.

    arguments: passed on to `manage.py make_leaflets`, such as addresses of pages.
    """
    environment.check_before(ROOT / "leaflets")
    environment.set_up(dev=False)
    environment.add_documents()
    data = data_dir()
    env = serve.site_environment("127.0.0.1", port_from("PORT", 8000), data, os.environ)
    serve.prepare(env)
    return subprocess.call([VENV_PYTHON, "manage.py", "make_leaflets", *arguments], cwd=ROOT, env=env)
