"""What the templates may not hold: faults of syntax, what the browser's policy stops, texts that nobody can translate.

Django's own tags are taken out first; what is left is read as HTML. The policy: docs/adr/0004.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import django
from django.template import Engine, Template, TemplateSyntaxError
from django.template.base import Lexer, TokenType
from django.template.utils import get_app_template_dirs

from scripts.common import ROOT

SUFFIXES = {".html", ".txt", ".xml", ".svg"}
#: Scripts of these types run nothing: they are data.
DATA_TYPES = {"application/ld+json", "application/json"}
#: Attributes that people see or hear.
SPOKEN = {"alt", "title", "placeholder", "aria-label", "data-l"}
#: Files whose text is not translated, and why. A single word is excused by translate="no" in its own tag.
UNTRANSLATED = {
    "templates/500.html": "shown when nothing works, the translations neither: both languages stand in it",
    "templates/design.html": "the style page, for those who build the site",
    "templates/search/opensearch.xml": "for browsers: its one word names an encoding",
}
_WORD = re.compile(r"(?<!\S)/\S+|([^\W\d_]+)")  # an address of ours is no word
_FOREIGN = re.compile(r"\s*(?:https?:)?//", re.I)
#: What stands between these tags is translated, or is no text.
_HIDING = {
    "blocktranslate": "endblocktranslate",
    "comment": "endcomment",
    "block body_class": "endblock",
}


class _Markup(HTMLParser):
    """Gathers the faults of one file, each with its line."""

    def __init__(self, *, translated: bool) -> None:
        super().__init__()
        self.translated = translated
        self.faults: list[tuple[int, str]] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._silent = tag in self.CDATA_CONTENT_ELEMENTS or found.get("translate") == "no"
        for name in found:
            if name == "style" or re.fullmatch("on[a-z]+", name):
                self._fault(f"the content security policy stops the attribute {name}=.")
        if tag == "img" and "alt" not in found:
            self._fault('an <img> needs an alt; alt="" where it only decorates.')
        if tag == "script" and "src" not in found and found.get("type") not in DATA_TYPES:
            self._fault("the content security policy stops code inside of a <script>.")
        if tag in {"script", "link", "img"} and _FOREIGN.match(found.get("src") or found.get("href", "")):
            self._fault(f"this <{tag}> asks another site, which the content security policy stops.")
        for name in sorted(SPOKEN & set(found)):
            self._text(found[name])

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text(data)

    def _text(self, text: str) -> None:
        words = [word for word in _WORD.finditer(text) if word[1]]
        if self.translated and words:
            below = text[: words[0].start()].count("\n")
            self._fault(f"“{words[0][0]}” can't be translated: put it into {{% translate %}}.", below)

    def _fault(self, sentence: str, below: int = 0) -> None:
        self.faults.append((self.getpos()[0] + below, sentence))


def without_tags(text: str) -> str:
    """The template less Django's tags and what is translated; its lines stay where they are."""
    kept, until = [], ""
    for token in Lexer(text).tokenize():
        if token.token_type == TokenType.TEXT:
            kept.append("\n" * token.contents.count("\n") if until else token.contents)
        elif token.token_type == TokenType.BLOCK:
            name = token.contents.split(maxsplit=1)[0]
            if not until:
                until = _HIDING.get(token.contents) or _HIDING.get(name, "")
            elif name == until:
                until = ""
    return "".join(kept)


def findings(path: str, text: str, engine: Engine) -> Iterator[str]:
    """What is wrong in one file, "path:line: sentence" each."""
    try:
        Template(text, engine=engine)
    except TemplateSyntaxError as error:
        token = getattr(error, "token", None)
        yield f"{path}:{token.lineno if token else 1}: it does not compile: {error}"
        return
    markup = _Markup(translated=path not in UNTRANSLATED)
    markup.feed(without_tags(text))
    markup.close()
    yield from (f"{path}:{line}: {sentence}" for line, sentence in markup.faults)


def own_templates(engine: Engine) -> list[Path]:
    """Every template of the project: in its folder, and in those of its apps."""
    folders = {Path(str(folder)) for folder in (*engine.dirs, *get_app_template_dirs("templates"))}
    own = [folder for folder in folders if folder.is_relative_to(ROOT) and ".venv" not in folder.parts]
    return sorted(file for folder in own for file in folder.rglob("*") if file.suffix in SUFFIXES)


def main() -> int:
    """Look through all templates. Returns the exit status."""
    django.setup()
    engine = Engine.get_default()
    found: list[str] = []
    files = own_templates(engine)
    for file in files:
        found += findings(str(file.relative_to(ROOT)), file.read_text("utf-8"), engine)
    print("\n".join(found) or f"{len(files)} templates, nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
