"""Settings from the environment: all in the README, wrong ones named, production safe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.common import ROOT, VARIABLES

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "KHORSHOO_SECRET_KEY": "jD8v2-only-to-see-what-the-checks-say-Qm4xT7pWn1Lk9Rz3Yb6Hc5",
    "KHORSHOO_ALLOWED_HOSTS": "example.mn",
    "KHORSHOO_SITE_URL": "https://example.mn",
}


def python(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `code` with these variables and none of our own that happen to be set."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("KHORSHOO_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env | variables, capture_output=True, text=True
    )


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with these variables and none of our own."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | variables,
        capture_output=True,
        text=True,
    )


def declared() -> set[str]:
    """All variables that any settings module reads."""
    code = (
        "import config.settings.local, config.settings.production, config.settings.test\n"
        "from config import env\n"
        "print(*env.DECLARED)"
    )
    done = python(code, **PRODUCTION)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_the_readme_lists_every_variable_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `([A-Z_]+)` \| [^|]+ \| [^|]+ \|$", readme, flags=re.MULTILINE)
    assert len(table) == len(set(table))
    assert set(table) == declared() | set(VARIABLES)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KHORSHOO_DEBUG", "perhaps"),
        ("KHORSHOO_LOG_LEVEL", "LOUD"),
        ("KHORSHOO_PAGE_CACHE_SECONDS", "an hour"),
        ("KHORSHOO_PAGE_CACHE_SECONDS", "-1"),
        ("KHORSHOO_SEARCH_TIMEOUT_MS", "1"),
        ("KHORSHOO_SEARCH_URL", "localhost:9200"),
        ("KHORSHOO_SEARCH_URL", "http://one:9200,http://two:port"),
        ("KHORSHOO_SEARCH_CA_FILE", "/no/such/file.pem"),
        ("KHORSHOO_SEARCH_PREFIX", "Two Words"),
        ("KHORSHOO_DATABASE_URL", "nonsense://host/name"),
        ("KHORSHOO_DATABASE_URL", "mysql://host/name"),
        ("KHORSHOO_DATABASE_URL", "oracle://host/name"),
        ("KHORSHOO_DATABASE_URL", "postgres://"),
        ("KHORSHOO_DATABASE_URL", "postgres://host"),
        ("KHORSHOO_DATABASE_URL", "postgres:///name"),
        ("KHORSHOO_DATABASE_URL", "sqlite://"),
        ("KHORSHOO_SITE_URL", "foo"),
        ("KHORSHOO_SITE_URL", "ftp://x"),
        ("KHORSHOO_SITE_URL", "x.mn"),
        ("KHORSHOO_SITE_URL", "https://x.mn/mn/"),
        ("KHORSHOO_SITE_URL", "https://x.mn:99999"),
        ("KHORSHOO_CACHE_URL", "foo"),
        ("KHORSHOO_CACHE_URL", "memcached://host"),
        ("KHORSHOO_CACHE_URL", "unix://"),
        ("KHORSHOO_ALLOWED_HOSTS", "http://foo/"),
        ("KHORSHOO_ALLOWED_HOSTS", "x.mn,x.mn:8000"),
        ("KHORSHOO_ALLOWED_HOSTS", ","),
        ("KHORSHOO_MAIL_FROM", "foo"),
        ("KHORSHOO_MAIL_FROM", "one@x.mn, two@x.mn"),
        ("KHORSHOO_PROXIES", "10.0.0.0/8,proxy"),
        ("KHORSHOO_MAIL_URL", "mail.example.mn"),
        ("KHORSHOO_FRESHNESS_ASK_MONTHS", "0"),
        ("KHORSHOO_FRESHNESS_MARK_MONTHS", "6"),
        ("KHORSHOO_FRESHNESS_UMBRELLA_MONTHS", "7"),
        ("KHORSHOO_FRESHNESS_HIDE_MONTHS", "a year"),
        ("KHORSHOO_FRESHNESS_LINK_DAYS", "1"),
        ("KHORSHOO_FRESHNESS_SMS", "perhaps"),
    ],
)
def test_a_wrong_value_stops_the_start_and_is_named(name: str, value: str) -> None:
    done = python("import config.settings.local", **{name: value})
    assert done.returncode != 0
    assert f"{name} is wrong: expected" in done.stderr.splitlines()[-1]


def test_a_default_that_another_setting_overtakes_is_named() -> None:
    done = python("import config.settings.local", KHORSHOO_FRESHNESS_ASK_MONTHS="9")
    assert done.stderr.splitlines()[-1].endswith(
        "KHORSHOO_FRESHNESS_MARK_MONTHS is wrong: expected a whole number from 10 to 120. (got its default, 7)"
    )


@pytest.mark.parametrize(
    ("name", "value", "setting", "read"),
    [
        ("KHORSHOO_SITE_URL", "https://x.mn:8443/", "SITE_URL", "https://x.mn:8443"),
        ("KHORSHOO_SITE_URL", "http://[::1]:8000", "SITE_URL", "http://[::1]:8000"),
        ("KHORSHOO_ALLOWED_HOSTS", ".x.mn, *,[::1]", "ALLOWED_HOSTS", [".x.mn", "*", "[::1]"]),
        ("KHORSHOO_DATABASE_URL", "postgres://%2Frun%2Fpg/name", "DATABASES['default']['HOST']", "/run/pg"),
        ("KHORSHOO_DATABASE_URL", "sqlite:////a/b", "DATABASES['default']['NAME']", "/a/b"),
        ("KHORSHOO_CACHE_URL", "rediss://:key@x:6379/1", "CACHE_URL", "rediss://:key@x:6379/1"),
        ("KHORSHOO_CACHE_URL", "unix:///run/redis?db=1", "CACHE_URL", "unix:///run/redis?db=1"),
        ("KHORSHOO_MAIL_FROM", "", "DEFAULT_FROM_EMAIL", "khorshoo@localhost"),
        ("KHORSHOO_MAIL_FROM", "Name <a@x.mn>", "DEFAULT_FROM_EMAIL", "Name <a@x.mn>"),
    ],
)
def test_every_right_form_is_taken(name: str, value: str, setting: str, read: object) -> None:
    done = python(f"from config.settings import local; print(repr(local.{setting}))", **{name: value})
    assert done.stdout.strip() == repr(read), done.stderr


def test_manage_says_it_in_one_sentence() -> None:
    done = manage("check", KHORSHOO_PAGE_CACHE_SECONDS="an hour")
    assert done.returncode == 1
    assert re.fullmatch(r"KHORSHOO_PAGE_CACHE_SECONDS is wrong: expected .*\n", done.stderr)


@pytest.mark.parametrize("name", ["KHORSHOO_SECRET_KEY", "KHORSHOO_ALLOWED_HOSTS", "KHORSHOO_SITE_URL"])
def test_production_does_not_start_without_what_it_needs(name: str) -> None:
    done = python("import config.settings.production", **{k: v for k, v in PRODUCTION.items() if k != name})
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("key", ["x", "x" * 50])
def test_production_does_not_start_with_a_weak_key(key: str) -> None:
    done = python("import config.settings.production", **PRODUCTION | {"KHORSHOO_SECRET_KEY": key})
    assert done.returncode != 0
    assert "KHORSHOO_SECRET_KEY is wrong: expected" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", ["config.settings.nope", "nope.settings", "nope"])
def test_settings_that_are_not_there_are_named(name: str) -> None:
    done = manage("check", DJANGO_SETTINGS_MODULE=name)
    assert done.returncode == 1
    assert re.fullmatch(
        rf"DJANGO_SETTINGS_MODULE is wrong: expected .* \(there is no '{name}'\)\n", done.stderr
    )


def test_a_database_that_refuses_is_said_in_one_sentence(tmp_path: Path) -> None:
    address = "postgres://nobody@127.0.0.1:1/name"
    done = manage("prepare", KHORSHOO_DATABASE_URL=address, KHORSHOO_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert re.fullmatch(r"CommandError: The database .* KHORSHOO_DATABASE_URL.*\n", done.stderr)


def test_a_cache_server_can_be_asked_with_what_is_installed() -> None:
    code = "import django; django.setup()\nfrom django.core.cache import caches\ncaches['pages'].get('x')"
    local = {"DJANGO_SETTINGS_MODULE": "config.settings.local", "KHORSHOO_CACHE_URL": "redis://127.0.0.1:1/0"}
    assert "ConnectionError" in python(code, **local).stderr.splitlines()[-1]  # not: no such library


def test_no_secret_has_a_default_in_production() -> None:
    code = (
        "import config.settings.production as s, config.settings.base as b\n"
        "print(hasattr(b, 'SECRET_KEY'), s.DATABASES['default'].get('PASSWORD', ''), s.CACHE_URL)"
    )
    assert python(code, **PRODUCTION).stdout.split() == ["False"]


def test_the_deployment_check_is_clean_under_production_settings() -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_production_refuses_to_let_editors_in_without_a_second_factor() -> None:
    done = python("import config.settings.production", **PRODUCTION, KHORSHOO_REQUIRE_SECOND_FACTOR="off")
    assert "KHORSHOO_REQUIRE_SECOND_FACTOR is wrong" in done.stderr.splitlines()[-1]
    for name, expected in (("production", "True"), ("local", "False")):
        code = f"from config.settings import {name} as s; print(s.REQUIRE_SECOND_FACTOR)"
        assert python(code, **PRODUCTION).stdout.split() == [expected]


def test_commands_have_the_key_of_the_copy(tmp_path: Path) -> None:
    """What they encrypt, such as the second factors of sample people, the site that `make run` serves can read."""
    (tmp_path / "secret-key").write_text("of-this-copy\n", "ascii")
    code = "from config.settings.local import SECRET_KEY; print(SECRET_KEY)"
    given = {"DJANGO_SETTINGS_MODULE": "config.settings.local", "KHORSHOO_DATA_DIR": str(tmp_path)}
    assert python(code, **given).stdout.strip() == "of-this-copy"
    assert python(code, **given, KHORSHOO_SECRET_KEY="given").stdout.strip() == "given"


@pytest.mark.parametrize("secret", ["", "short"])
def test_production_takes_no_answers_by_sms_without_a_secret(secret: str) -> None:
    on = {"KHORSHOO_FRESHNESS_SMS": "on", "KHORSHOO_SMS_REPLY_SECRET": secret}
    done = python("import config.settings.production", **PRODUCTION, **on)
    assert "KHORSHOO_SMS_REPLY_SECRET is wrong" in done.stderr.splitlines()[-1]
    on["KHORSHOO_SMS_REPLY_SECRET"] = "x" * 32
    assert python("import config.settings.production", **PRODUCTION, **on).returncode == 0
