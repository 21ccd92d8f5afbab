"""One machine, one person: what `make run` uses. Never for the open internet."""

from config import env
from config.settings.base import *  # noqa: F403

DEBUG = env.boolean("KHORSHOO_DEBUG", default=False)
# A key of this copy alone, made by the set-up; the fixed one serves commands that keep no session.
SECRET_KEY = env.text("KHORSHOO_SECRET_KEY", "local-only-not-secret")
ALLOWED_HOSTS = env.words("KHORSHOO_ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
REQUIRE_SECOND_FACTOR = env.boolean("KHORSHOO_REQUIRE_SECOND_FACTOR", default=False)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
CHECK_LINKS = env.boolean("KHORSHOO_CHECK_LINKS", default=False)
#: The living style page at /design/.
DESIGN_PAGE = True
SAMPLE_PEOPLE = SAMPLE_DIRECTORY = True
