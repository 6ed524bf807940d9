"""``heliu match``: a need, or a file of demands, and what answers them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

from heliu.kit.progress import Bar
from heliu.kit.tabular import TableError
from heliu.kit.vocabularies import regions
from heliu.matching.adapters.answers import (
    MAX_LENGTH,
    MAX_RESULTS,
    Answer,
    Conditions,
    Result,
    find_matches,
    typed_need,
)
from heliu.matching.errors import NeedError
from heliu.matching.kinds import get_kind, kind_names
from heliu.matching.labels import field_label, level_label
from heliu.matching.selectors import get_search_state
from heliu.matching.serializers import answer_as_json
from heliu.matching.spreadsheets import DemandTable, MatchBook
from heliu.matching.verdicts.labels import count_label


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= MAX_RESULTS:
        raise argparse.ArgumentTypeError(f"from 1 to {MAX_RESULTS}")
    return number


class Command(BaseCommand):
    help = "Find what answers a need, among public records. The output of --json is that of POST /api/v1/match."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", nargs="?", help="What is needed, in Chinese or English.")
        parser.add_argument(
            "--kind", action="append", default=[], choices=kind_names(), metavar="KIND", dest="kinds",
            help=f"Only this kind ({', '.join(kind_names())}); may be repeated.",
        )  # fmt: skip
        parser.add_argument("-k", type=_count, default=10, help="How many results (default 10).")
        parser.add_argument("--json", action="store_true", help="As one JSON object.")
        parser.add_argument(
            "--demands", type=Path, metavar="FILE", help="Match every demand of an .xlsx, CSV or JSONL."
        )
        parser.add_argument(
            "-o", "--output", type=Path, metavar="RESULT.xlsx", help="Where the matches of --demands go."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        conditions = Conditions(kinds=tuple(options["kinds"]))
        if options["demands"] is not None:
            if options["text"] is not None or options["output"] is None or options["json"]:
                raise CommandError("Use: heliu match --demands FILE -o RESULT.xlsx")
            self._file(options["demands"], options["output"], conditions, options["k"])
            return
        if options["text"] is None or options["output"] is not None:
            raise CommandError('Use: heliu match "TEXT", or: heliu match --demands FILE -o RESULT.xlsx')
        try:
            need = typed_need(options["text"])
        except NeedError as error:
            raise CommandError(str(error)) from error
        answer = find_matches(need, user=AnonymousUser(), conditions=conditions, k=options["k"])
        self._warn(answer)
        if options["json"]:
            self.stdout.write(json.dumps(answer_as_json(answer), ensure_ascii=False))
        else:
            self._show(answer)

    def _warn(self, answer: Answer) -> None:
        """On standard error, so that the output stays what was asked for."""
        search = get_search_state()
        if not answer.index_version:
            self.stderr.write("There is no index yet. Run: heliu index build")
        elif search.behind:
            self.stderr.write(f"Search is behind by {search.waiting} changes. Run: heliu index update")
        if answer.index_version and not answer.semantic:
            self.stderr.write(f"Semantic off: only words are compared. {answer.problem}".rstrip())

    def _show(self, answer: Answer) -> None:
        if not answer.results:
            self.stdout.write("Nothing was found.")
        elif answer.abstained:
            self.stdout.write(
                f"No credible match: the best score is {answer.best_score:.3f}, a credible one begins at"
                f" {answer.threshold:.3f}. What comes nearest:"
            )
        for rank, result in enumerate(answer.results, start=1):
            self.stdout.write(
                f"{rank:>3}. {self.style.SUCCESS(str(result.record))}  [{result.kind.name} {result.record.pk}]"
                f"  {result.score:.3f}{self._judgement(result)}"
            )
            if result.readable and (organisation := getattr(result.record, "organisation", None)):
                place = regions().full_name(result.record.region or organisation.region)
                self.stdout.write(f"     {organisation}  {place}".rstrip())
            for why in result.reasons[:2]:
                joined = "≈" if why.nature == "meaning" else "="
                field = field_label(get_kind(result.kind.name), why.doc_field)
                self.stdout.write(f"     “{why.query_text}” {joined} {field}: “{why.text}”")
            if result.verdicts:
                self.stdout.write(f"     {count_label(result.verdicts)}")

    @staticmethod
    def _judgement(result: Result) -> str:
        """The level in words, and whether the result is below the threshold."""
        label = level_label(result.level)
        words = [label] if label else []
        return "".join(f"  {word}" for word in (words if result.credible else [*words, "not credible"]))

    def _file(self, source: Path, target: Path, conditions: Conditions, k: int) -> None:
        if target.suffix.lower() != ".xlsx":
            raise CommandError("The result is an Excel workbook; its name ends in .xlsx.")
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}.")
        bar, book, count = Bar(self.stderr), MatchBook(), 0
        answer: Answer | None = None
        try:
            table = DemandTable(source)
            for note in table.notes:
                self.stderr.write(note)
            for demand in table:
                answer = find_matches(
                    typed_need(demand.text[:MAX_LENGTH]), user=AnonymousUser(), conditions=conditions, k=k
                )
                book.add(demand, answer)
                count += 1
                bar("Demands", count, max(table.total, count))
        except FileNotFoundError as error:
            raise CommandError(f"There is no file {source}.") from error
        except TableError as error:
            raise CommandError(str(error)) from error
        finally:
            bar.end()
        if answer is not None:
            self._warn(answer)
        book.save(target)
        self.stdout.write(
            self.style.SUCCESS(
                f"{count} demands, {len(book.matches)} matches, {len(book.unanswered)} without an answer: {target}"
            )
        )
