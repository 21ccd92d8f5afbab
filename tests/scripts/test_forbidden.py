"""The search for secrets, placeholders and the like: it finds what it must and nothing else."""

import pytest

from scripts import forbidden


def rules(path: str, text: str) -> list[str]:
    return [finding.split(": ")[1] for finding in forbidden.findings(path, text)]


# Put together here, so that this file itself may stand in the project.
HOST = "pyp" + "i.org"
KEY = "-----BEGIN RSA PRIVATE " + "KEY-----"
MARK = "mark_" + "safe(text)"


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("docs/a.md", f"see https://{HOST}/simple", "registry address"),
        ("docs/a.md", "a lang" + "uage model wrote it", "how it was made"),
        ("docs/a.md", "Co-authored" + "-by: somebody", "how it was made"),
        ("config/key.pem", KEY, "secret"),
        ("docs/a.md", "postgres://me:sesa" + "me99@host/db", "secret"),
        ("core/x.py", "PASS" + 'WORD = "sesame99"', "fixed password"),
        ("core/x.py", f"return {MARK}", "unexplained unsafe markup"),
        ("templates/x.html", "{{ text|sa" + "fe }}", "unexplained unsafe markup"),
        ("requirements/base.txt", "wheel @ https://host/x.whl", "address in a lock file"),
        ("templates/x.html", "<p>Lorem " + "ipsum</p>", "placeholder"),
        ("core/x.py", "# TO" + "DO later", "placeholder"),
    ],
)
def test_what_must_not_stand_in_the_project_is_found(path: str, text: str, rule: str) -> None:
    assert rules(path, "first line\n" + text) == [rule]


def test_the_finding_names_file_and_line() -> None:
    assert next(iter(forbidden.findings("a.md", f"x\ny {HOST}"))).startswith("a.md:2: ")


@pytest.mark.parametrize(
    "text",
    [
        f"return {MARK}  # safe: made of our own constants",
        f"# safe: nothing of a user's is in it\nreturn {MARK}",
        "SESSION_COOKIE_SECURE = True",
        "from django.contrib.sessions.models import Session",
        "class UserAgentMiddleware: ...",
        'password = env.text("KHORSHOO_SECRET_KEY")',
        "postgres://user:password@host/name",
        "address = 'http://127.0.0.1:8000/mn/'",
    ],
)
def test_what_is_explained_or_ordinary_passes(text: str) -> None:
    assert rules("core/x.py", text) == []


def test_the_rules_do_not_find_themselves() -> None:
    path = "scripts/forbidden.py"
    assert list(forbidden.findings(path, (forbidden.ROOT / path).read_text(encoding="utf-8"))) == []
