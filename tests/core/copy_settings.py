"""A copy of the ground floor alone, for tests with several processes: migrated in two seconds."""

from config.settings.base import *

DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
INSTALLED_APPS = [
    "core",
    "tests.core.sampleapp",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
AUTH_USER_MODEL = "auth.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
_OTHER_FLOORS = ("accounts.", "allauth.", "content.", "wagtail.", "whitenoise.", "django.contrib.messages")
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith(_OTHER_FLOORS)]
TEMPLATES[0]["OPTIONS"]["context_processors"] = ["core.context.site"]
ROOT_URLCONF = "tests.core.urls"
DESIGN_PAGE = False
PAGE_CACHE_QUERY = ["page"]
