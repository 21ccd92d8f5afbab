"""On the open internet, behind TLS. Nothing secret has a default."""

from config import env
from config.settings.base import *

DEBUG = False
SECRET_KEY = env.required("KHORSHOO_SECRET_KEY", "a long random text that only this site knows")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:  # what `manage.py check --deploy` warns of
    raise env.WrongSetting("KHORSHOO_SECRET_KEY is wrong: expected at least 50 random characters.")
env.required("KHORSHOO_ALLOWED_HOSTS", "the host names this site answers to, separated by commas")
ALLOWED_HOSTS = env.hosts("KHORSHOO_ALLOWED_HOSTS", [])
env.required("KHORSHOO_SITE_URL", "the public address, such as https://example.mn")
CHECK_LINKS = env.boolean("KHORSHOO_CHECK_LINKS", default=True)
DESIGN_PAGE = False

SECURE_SSL_REDIRECT = env.boolean("KHORSHOO_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.integer("KHORSHOO_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if not REQUIRE_SECOND_FACTOR:
    raise env.WrongSetting(
        "KHORSHOO_REQUIRE_SECOND_FACTOR is wrong: here editors and publishers always need a second factor."
    )
if FRESHNESS_SMS and len(SMS_REPLY_SECRET) < 32:
    raise env.WrongSetting(
        "KHORSHOO_SMS_REPLY_SECRET is wrong: expected at least 32 characters where KHORSHOO_FRESHNESS_SMS is on."
    )
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
