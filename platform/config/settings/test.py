"""For pytest: as production where it matters to users, fast where it does not."""

import os
import tempfile

os.environ.setdefault("KHORSHOO_DATA_DIR", tempfile.mkdtemp(prefix="khorshoo-test-"))

from config.settings.base import *

DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DESIGN_PAGE = True
# Wrong template variables show, and fail the tests that look for them.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = ""
REQUIRE_SECOND_FACTOR = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PAGE_CACHE_STRICT = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
SAMPLE_PEOPLE = SAMPLE_DIRECTORY = True
