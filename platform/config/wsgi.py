"""The application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()

from search.indexer import with_dictionary  # noqa: E402 (settings come first)

# Before the processes part: they share the dictionary's memory.
with_dictionary()

# What is loaded by now stays for good. Looking through it for garbage took 180 ms each time, and made the processes
# copy the memory that they share.
gc.collect()
gc.freeze()
gc.set_threshold(10_000)
