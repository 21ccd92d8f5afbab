"""Settings of the running copy that browser tests visit: `make run`, with what production demands of editors."""

from config.settings.local import *
from config.settings.local import DATA_DIR

REQUIRE_SECOND_FACTOR = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mails"
