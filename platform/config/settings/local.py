"""One machine, one person: what `make run` uses. Never for the open internet."""

from config import env
from config.settings.base import *

DEBUG = env.boolean("KHORSHOO_DEBUG", default=False)
# A key of this copy alone, made by the set-up: commands have it as well, since it encrypts second factors. Before the
# set-up there is nothing to keep secret.
_made = DATA_DIR / "secret-key"
SECRET_KEY = env.text("KHORSHOO_SECRET_KEY") or (
    _made.read_text("ascii").strip() if _made.exists() else "local-only-not-secret"
)
ALLOWED_HOSTS = env.hosts("KHORSHOO_ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
REQUIRE_SECOND_FACTOR = env.boolean("KHORSHOO_REQUIRE_SECOND_FACTOR", default=False)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
CHECK_LINKS = env.boolean("KHORSHOO_CHECK_LINKS", default=False)
#: The living style page at /design/.
DESIGN_PAGE = True
SAMPLE_PEOPLE = SAMPLE_DIRECTORY = True
