"""manage.py search_trial --documents D.jsonl --queries Q.jsonl --engine embedded --out R.jsonl"""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import indexer, trial
from search.engine.base import EngineAwayError
from search.synonyms import site_terms
from search.terms import Terms


def _least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("expected a whole number from 1 on")
    return int(text)


class Command(BaseCommand):
    """Build a throwaway index of the given documents alone, ask the given queries as the site would."""

    help = "Asks queries of a throwaway index of given documents; the site's own index is not touched."

    def add_arguments(self, parser: CommandParser) -> None:
        """Files, engine, how many ids a query."""
        parser.add_argument("--documents", type=Path, required=True, help="JSON Lines, a document each")
        parser.add_argument("--queries", type=Path, required=True, help="JSON Lines, a query each")
        parser.add_argument("--engine", choices=("embedded", "elasticsearch"), default="embedded")
        parser.add_argument("--limit", type=_least_one, default=30, help="ids a query at most")
        parser.add_argument(
            "--glossary", choices=("site", "none"), default="site", help="the site's terms, or none"
        )
        parser.add_argument("--out", type=Path, required=True, help="JSON Lines, an answer each")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read both files first, so that an error costs no time."""
        try:
            documents = trial.documents(options["documents"])
            asked = trial.queries(options["queries"])
        except trial.TrialError as error:
            raise CommandError(str(error)) from None
        given = [document for _id, document in documents]
        ids = {str(one): one for one, _document in documents}  # whole numbers stay numbers
        indexer.with_dictionary()  # before the terms are read: they are stemmed, too
        terms = site_terms() if options["glossary"] == "site" else Terms()
        try:
            with (
                options["out"].open("w", encoding="utf-8") as out,
                trial.throwaway(options["engine"]) as engine,
            ):
                trial.load(engine, given, lambda done: self._progress("documents", done, len(given)))
                answers = trial.run(engine, asked, terms, options["limit"])
                for number, answer in enumerate(answers, 1):
                    answer["ids"] = [ids[one] for one in answer["ids"]]
                    out.write(json.dumps(answer, ensure_ascii=False) + "\n")
                    self._progress("queries", number, len(asked))
        except EngineAwayError as error:
            raise CommandError(f"The engine does not answer: {error}") from None
        except OSError as error:
            raise CommandError(str(error)) from None

    def _progress(self, what: str, done: int, of: int) -> None:
        if done == of or done % 500 == 0:
            full = round(30 * done / max(1, of))
            self.stderr.write(f"\r  {what:<9} [{'=' * full}{' ' * (30 - full)}] {done}/{of}", ending="")
            if done == of:
                self.stderr.write("")
