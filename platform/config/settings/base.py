"""Settings that hold everywhere. What differs by place stands in local, production and test."""

from pathlib import Path
from typing import Any

from config import env
from config.settings.people import *

ROOT = Path(__file__).resolve().parents[3]
#: Everything that a running copy writes: database, media, search index, collected static files.
DATA_DIR = Path(env.text("KHORSHOO_DATA_DIR", str(ROOT / "var"))).resolve()

# What the site is
SITE_NAME = "Хоршоо"
SITE_URL = env.site_address("KHORSHOO_SITE_URL", "http://127.0.0.1:8000")
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL

#: Whether there is a directory of organizations; without it their names are plain text.
DIRECTORY = env.boolean("KHORSHOO_DIRECTORY", default=True)
#: Months since an entry was last said to be right, after which its owner is asked, the entry is marked, its union is
#: asked, the entry is hidden; each later than the one before.
FRESHNESS_ASK_MONTHS = env.integer("KHORSHOO_FRESHNESS_ASK_MONTHS", 6, least=1, most=60)
FRESHNESS_MARK_MONTHS = env.integer(
    "KHORSHOO_FRESHNESS_MARK_MONTHS", 7, least=FRESHNESS_ASK_MONTHS + 1, most=120
)
FRESHNESS_UMBRELLA_MONTHS = env.integer(
    "KHORSHOO_FRESHNESS_UMBRELLA_MONTHS", 12, least=FRESHNESS_MARK_MONTHS + 1, most=120
)
FRESHNESS_HIDE_MONTHS = env.integer(
    "KHORSHOO_FRESHNESS_HIDE_MONTHS", 18, least=FRESHNESS_UMBRELLA_MONTHS + 1, most=240
)
#: For so many days the link of a question works.
FRESHNESS_LINK_DAYS = env.integer("KHORSHOO_FRESHNESS_LINK_DAYS", 60, least=7, most=180)
#: Whether the question also goes by SMS, and the secret with which the gateway signs the answers.
FRESHNESS_SMS = env.boolean("KHORSHOO_FRESHNESS_SMS", default=False)
SMS_REPLY_SECRET = env.text("KHORSHOO_SMS_REPLY_SECRET")
#: Whether `manage.py sample_directory` may make its made-up entries.
SAMPLE_DIRECTORY = False
#: The sitemaps that robots.txt names, by the names of their addresses.
SITEMAPS = ["sitemap", *(["directory-sitemap"] if DIRECTORY else [])]

INSTALLED_APPS = [
    "accounts",
    "core",
    "search",
    "content",
    *(["directory"] if DIRECTORY else []),
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # the admin says "2 hours ago": this brings the translation
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "core.proxies.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.RequestGuardMiddleware",
    "core.page_cache.PageCacheMiddleware",
    # Within the page cache, which keeps pages packed: only what it does not keep is packed here.
    "django.middleware.gzip.GZipMiddleware",
    "core.csp.ContentPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.PathLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SignInMiddleware",
    "accounts.middleware.LastSeenMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "content.middleware.ReviewGuardMiddleware",
    "content.middleware.AdminWritesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.templatetags.khorshoo"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.site",
                "content.context.navigation",
            ],
        },
    }
]

# Database
DATABASES = {"default": env.database("KHORSHOO_DATABASE_URL", f"sqlite:///{DATA_DIR / 'khorshoo.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL: readers go on while one writes. IMMEDIATE: a writer waits at its start, not in mid-transaction.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
    # A connection kept open for each thread: opening one costs more than answering from the page cache.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Caches: "default" for small things, "pages" for whole anonymous pages, so that neither pushes the other out.
CACHE_URL = env.redis("KHORSHOO_CACHE_URL")
CACHES: dict[str, dict[str, Any]]
if CACHE_URL:
    CACHES = {
        alias: {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CACHE_URL,
            "KEY_PREFIX": f"khorshoo-{alias}",
        }
        for alias in ("default", "pages")
    }
else:
    CACHES = {
        alias: {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": f"cache_{alias}",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
        for alias in ("default", "pages")
    }
#: Parameters that make a page of their own, each with one plain value (lists and facets).
PAGE_CACHE_QUERY = [
    "page",
    "who",
    "kind",
    "state",
    "place",
    "sector",
    "level",
    "form",
    "verified",
    "fresh",
    "board",
    "sort",
    "near",
]
#: How long a whole anonymous page is kept at most, in seconds; 0 switches the page cache off.
PAGE_CACHE_SECONDS = env.integer("KHORSHOO_PAGE_CACHE_SECONDS", 3600, most=86_400)

# Languages: Mongolian is the source, the others are its translations.
LANGUAGE_CODE = "mn"
LANGUAGES = [("mn", "Монгол"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
# A new translation begins as a draft: it would go live untranslated otherwise.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ulaanbaatar"
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [ROOT / "platform" / "core" / name for name in ("locale", "locale_wagtail")]

#: The country this copy is for: its places (docs of the files: core.places).
COUNTRY_PACK = ROOT / "platform" / "config" / "countries" / "mn"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long StreamField page has thousands

# Wagtail
WAGTAILDOCS_DOCUMENT_MODEL = "content.Download"
WAGTAILIMAGES_IMAGE_MODEL = "content.Picture"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "txt", "xlsx"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_AUTOSAVE_INTERVAL = 5_000
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "content.publishing.publish_approved"
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 10
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.wagtail_backend"}}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}
#: First parts of addresses that pages may not take as slug, because an app serves them.
RESERVED_SLUGS = {
    "search", "feedback", "design", "cms", "healthz", "static", "media", "documents", "directory", "forums",
    "announcements", "accounts", "api", "data", "feeds", "robots.txt", "sitemap.xml", "check", "not-confirmed",
    "changes", "places", "account", "people",
}  # fmt: skip

# Tasks: Wagtail's own small jobs at once, ours in the database where `manage.py work` finds them.
TASKS = {
    "default": {"BACKEND": "core.put_off.Backend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

#: Whether the worker asks links out of the site if they still work.
CHECK_LINKS = False

# Search
SEARCH_INDEX_DIR = DATA_DIR / "search"
#: Addresses of an Elasticsearch, parted by commas, with user and password in them where needed; "": embedded.
SEARCH_URL = ",".join(env.addresses("KHORSHOO_SEARCH_URL"))
SEARCH_API_KEY = env.text("KHORSHOO_SEARCH_API_KEY", "")
SEARCH_CA_FILE = env.file("KHORSHOO_SEARCH_CA_FILE")
SEARCH_PREFIX = env.slug("KHORSHOO_SEARCH_PREFIX", "khorshoo")
#: What editors search in, drafts too; embedded whatever the readers' engine is.
SEARCH_EDITORS_INDEX_DIR = DATA_DIR / "search-admin"
SEARCH_TIMEOUT_MS = env.integer("KHORSHOO_SEARCH_TIMEOUT_MS", 1000, least=50, most=10_000)

# Who stands in front: their word about where a request comes from is believed, nobody else's.
PROXIES = env.networks("KHORSHOO_PROXIES")
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Mail: queued in the transaction, sent by the worker
MAIL = env.mail_server("KHORSHOO_MAIL_URL")
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.sender("KHORSHOO_MAIL_FROM", "khorshoo@localhost")

# What the browser may do
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
}
X_FRAME_OPTIONS = "DENY"  # Wagtail loosens it for its own previews
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

LOG_LEVEL = env.choice("KHORSHOO_LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}
    },
    "filters": {"request_id": {"()": "core.middleware.RequestIdFilter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["request_id"]}
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # They tell of every draft, every small job and every request to the search engine.
    "loggers": {name: {"level": "WARNING"} for name in ("django_tasks", "elastic_transport", "wagtail")},
}
