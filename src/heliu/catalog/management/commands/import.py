"""``heliu import KIND FILE``: bring a file into the catalog."""  # noqa: N999 - named as the command is typed

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heliu.accounts.choices import OrganisationKind
from heliu.catalog.choices import State
from heliu.catalog.imports.errors import ImportRefused, OwnerUnknown
from heliu.catalog.imports.owners import find_owner
from heliu.catalog.imports.running import CheckedImport, ImportRequest, Progress, check_file
from heliu.catalog.spreadsheets import KINDS
from heliu.kit.permissions import OPERATOR
from heliu.kit.progress import Bar
from heliu.kit.tabular import TableError

BAD_ROWS, USAGE = 1, 2


def _pair(text: str) -> tuple[str, str]:
    name, mark, column = text.partition("=")
    if not (mark and name.strip() and column.strip()):
        raise argparse.ArgumentTypeError("must be FIELD=COLUMN, for example title=项目名称")
    return name.strip(), column.strip()


class Command(BaseCommand):
    help = (
        "Bring an Excel, CSV or JSONL file into the catalog. Columns are recognised by their names; only a title "
        "(organisations: a name) is required. Exit status: 0 done, 1 there were bad rows, 2 wrong use or an "
        "unreadable file."
    )

    def run_from_argv(self, argv: list[str]) -> None:
        super().run_from_argv(_one_map_a_pair(argv))

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS, metavar="KIND", help=f"What the rows are: {', '.join(KINDS)}.")
        parser.add_argument("file", type=Path, metavar="FILE", help="An .xlsx, CSV or JSONL file.")
        parser.add_argument(
            "--map", action="append", type=_pair, default=[], metavar="FIELD=COLUMN", dest="mapping",
            help="Which column of the file gives a field; may be repeated. FIELD=- leaves a field out. With "
            "external_id, a record is known by that id within its owner: the same file again changes nothing.",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="Check every row and count, but save nothing.")
        parser.add_argument(
            "--state", choices=[State.DRAFT.value, State.PUBLISHED.value], default=State.DRAFT.value,
            help="What the records become (default: draft).",
        )  # fmt: skip
        parser.add_argument(
            "--owner", metavar="ORGANISATION",
            help="Who owns the records: a name, a number or a credit code. A name unlike any known one makes a new "
            "organisation. Without it, and without a column that names the owner, they belong to the operator.",
        )  # fmt: skip
        parser.add_argument(
            "--create-owner", action="store_true",
            help="Make organisations that are named (by --owner or in the file) and do not exist.",
        )  # fmt: skip
        parser.add_argument(
            "--owner-kind", choices=OrganisationKind.values, metavar="KIND", default="",
            help=f"What such organisations are ({', '.join(OrganisationKind.values)}); otherwise told from the name.",
        )  # fmt: skip
        parser.add_argument("--keep-good", action="store_true", help="Save the good rows even where others are bad.")

    def handle(self, *args: Any, **options: Any) -> None:
        request = self._request(options)
        bar = Bar(self.stderr)
        try:
            with check_file(request, _shown_by(bar)) as checked:
                bar.end()
                self._report(checked)
                self._save(checked, bar, dry_run=options["dry_run"])
        except (TableError, ImportRefused) as error:
            bar.end()
            raise CommandError(str(error), returncode=USAGE) from error
        except IntegrityError as error:
            bar.end()
            message = _("The records were changed by others meanwhile; please bring the file in again.")
            raise CommandError(message, returncode=BAD_ROWS) from error
        if checked.bad:
            sys.exit(BAD_ROWS)

    def _request(self, options: dict[str, Any]) -> ImportRequest:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(_("There is no file “%(path)s”.") % {"path": path}, returncode=USAGE)
        mapping: dict[str, str] = {}
        for name, column in options["mapping"]:
            if mapping.setdefault(name, column) != column:
                raise CommandError(_("“%(name)s” is given by two columns.") % {"name": name}, returncode=USAGE)
        owner, new_owner = None, ""
        if name := (options["owner"] or "").strip():
            if options["kind"] == "organisation":
                raise CommandError(_("Organisations have no owner: leave --owner out."), returncode=USAGE)
            try:
                owner = find_owner(name)
            except OwnerUnknown as error:
                # A name like one that exists is rather a slip than somebody new.
                if error.near and not options["create_owner"]:
                    raise CommandError(str(error), returncode=USAGE) from error
                new_owner = name
            except ImportRefused as error:
                raise CommandError(str(error), returncode=USAGE) from error
        return ImportRequest(
            options["kind"], path, path.name, OPERATOR, mapping=mapping, owner=owner, create_owner=new_owner,
            default_owner=settings.HELIU_OPERATOR or _("Operator of this platform"),
            create_owners=options["create_owner"] or bool(new_owner), owner_kind=options["owner_kind"],
            state=options["state"], keep_good=options["keep_good"],
        )  # fmt: skip

    def _report(self, checked: CheckedImport) -> None:
        """Remarks and every bad row, on standard error."""
        for note in checked.notes:
            self.stderr.write(note, self.style.NOTICE)
        for problem in checked.problems():
            place = _("Row %(row)d") % {"row": problem.row}
            if problem.column:
                place += _(", column “%(column)s”") % {"column": problem.column}
            self.stderr.write(f"{place}: {problem.reason}", self.style.ERROR)

    def _save(self, checked: CheckedImport, bar: Bar, *, dry_run: bool) -> None:
        counts = checked.counts
        if checked.may_save and not dry_run:
            counts = checked.save(_shown_by(bar))
            bar.end()
        # The one line on standard output is for programs as well, and the same in every language.
        numbers = ", ".join(f"{name} {counts[name]}" for name in ("created", "updated", "unchanged"))
        self.stdout.write(f"{numbers}, bad {checked.bad}")
        if dry_run:
            self.stderr.write(_("This was a dry run: nothing was saved."))
        elif checked.bad and not checked.request.keep_good:
            self.stderr.write(
                ngettext(
                    "Nothing was saved, because %(count)d row is bad; --keep-good saves the others.",
                    "Nothing was saved, because %(count)d rows are bad; --keep-good saves the others.", checked.bad,
                ) % {"count": checked.bad}
            )  # fmt: skip


def _one_map_a_pair(argv: list[str]) -> list[str]:
    """Let ``--map a=b c=d`` mean ``--map a=b --map c=d``; pairs cannot be taken for anything else there."""
    result: list[str] = []
    mapping = False
    for place, word in enumerate(argv):
        if mapping and argv[place - 1] != "--map" and not word.startswith("-") and "=" in word:
            result.append("--map")
        elif mapping and argv[place - 1] != "--map":
            mapping = False
        mapping = mapping or word == "--map"
        result.append(word)
    return result


def _shown_by(bar: Bar) -> Progress:
    labels = {"checking": _("Checking"), "saving": _("Saving")}
    return lambda phase, done, total: bar(labels[phase], done, total)
