"""Texts that may not stand in the project: secrets, registry addresses, placeholders, unsafe markup.

In the patterns one letter often stands in brackets, so that this file doesn't match itself.
`mark_safe` and its kin are allowed with a reason: a comment "safe: …" in the same line or the line above.
"""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.common import ROOT


@dataclass(frozen=True)
class Rule:
    """A pattern, what to say about it, and where it holds."""

    name: str
    pattern: re.Pattern[str]
    advice: str
    only: re.Pattern[str] = re.compile("")  # paths it holds for
    never: re.Pattern[str] = re.compile("$^")  # paths it doesn't hold for
    excuse: re.Pattern[str] | None = None  # in the same line or the one above: allowed


def _any(*patterns: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), flags)


RULES = (
    Rule(
        "registry address",
        _any(
            r"pyp[i]\.org",
            r"pythonhoste[d]\.org",
            r"npmj[s]\.(?:org|com)",
            r"yarnpk[g]\.com",
            r"jsdeliv[r]\.net",
            r"unpk[g]\.com",
            r"ghc[r]\.io",
            r"\bdocke[r]\.io",
            r"crate[s]\.io",
            r"deb\.debia[n]\.org",
        ),
        "name the package, not the host it comes from",
    ),
    Rule(
        "how it was made",
        _any(
            r"\bclaud[e]\b",
            r"\banthropi[c]\b",
            r"\bchatgp[t]\b",
            r"\bopena[i]\b",
            r"\bcopilo[t]\b",
            r"\bgp[t]-?\d",
            r"\b(?:ai|coding|software)[ -](?:agen[t]|assistan[t])s?\b",
            r"\blanguage mode[l]s?\b",
            r"\bllm[s]?\b",
            r"\bsub-?agen[t]s?\b",
            r"\bco-authored-b[y]\b",
            r"\bgenerated (?:with|by) (?:an? )?a[i]\b",
            r"\bthis (?:chat|coding) sessio[n]\b",
        ),
        "say what the code does, not who or what wrote it",
    ),
    Rule(
        "secret",
        _any(
            r"-----BEGIN [A-Z ]*PRIVATE KE[Y]-----",
            r"\bAKIA[0-9A-Z]{16}\b",
            r"\bgh[pousr]_[A-Za-z0-9]{30,}",
            r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
            r"://[^/\s:@{}<>]+:(?!password@)[^/\s:@{}<>$]+@",
            flags=0,
        ),
        "take it out, and change it wherever it was used",
    ),
    Rule(
        "fixed password",
        re.compile(
            r"""(?i)\b\w*(?:passwor[d]|secre[t]|api_?ke[y]|toke[n](?!izer))\w*["']?\s*[:=]\s*["'][^"'\s{}<>]{6,}["']"""
        ),
        "read it from the environment or a file of this copy",
        only=re.compile(r"\.(?:py|ya?ml|toml|json|env|sh|cfg|ini)$"),
        never=re.compile(r"^(?:tests/|platform/config/settings/test\.py$)"),
    ),
    Rule(
        "unexplained unsafe markup",
        re.compile(
            r"\bmark_saf[e]\(|\|\s*saf[e]\b|\{%-?\s*autoescape of[f]|\.innerHTM[L]\s*=|\bcsrf_exemp[t]\b"
        ),
        'give the reason in a comment "safe: …" there or in the line above',
        only=re.compile(r"\.(?:py|html|txt|js|xml)$"),
        never=re.compile(r"^tests/"),
        excuse=re.compile(r"safe: \S"),
    ),
    Rule(
        "address in a lock file",
        re.compile(r"://"),
        "hashes and names only: compile it as README says",
        only=re.compile(r"^requirements/"),
    ),
    Rule(
        "placeholder",
        _any(
            r"(?i:lorem ipsu[m]|\bcoming soo[n]\b|тун удахгү[й])",
            r"\bTB[D]\b",
            r"\bTOD[O]\b",
            r"\bFIXM[E]\b",
            r"\bXX[X]\b",
            flags=0,
        ),
        "finish it, or leave it away",
    ),
)


def findings(path: str, text: str) -> Iterator[str]:
    """What is wrong in one file: "path:line: rule: advice"."""
    rules = [rule for rule in RULES if rule.only.search(path) and not rule.never.search(path)]
    above = ""
    for number, line in enumerate(text.splitlines(), 1):
        for rule in rules:
            excused = rule.excuse and (rule.excuse.search(line) or rule.excuse.search(above))
            if rule.pattern.search(line) and not excused:
                yield f"{path}:{number}: {rule.name}: {rule.advice}"
        above = line


def project_files(root: Path = ROOT) -> Iterable[str]:
    """Paths of all files that are, or would be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return sorted(path for path in listed.split("\0") if path and (root / path).is_file())


def main() -> int:
    """Look through the whole project. Returns the exit status."""
    found: list[str] = []
    for path in project_files():
        raw = (ROOT / path).read_bytes()
        if b"\0" not in raw[:8000]:
            found += findings(path, raw.decode("utf-8", errors="replace"))
    print("\n".join(found) or "nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
