"""The application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

from search.indexer import with_dictionary  # noqa: E402 (settings come first)

# Before the web server forks: its processes share the dictionary's memory.
with_dictionary()
