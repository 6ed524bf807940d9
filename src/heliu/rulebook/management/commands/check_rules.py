"""``heliu check_rules``: read every rule file and print the rules with their versions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from heliu.kit.workdays import local_day
from heliu.rulebook.loading import RuleFileError, rules


class Command(BaseCommand):
    help = "Read all rule files, say what is wrong in one, and print each rule with its versions."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = rules()
        except RuleFileError as error:
            raise CommandError(str(error)) from None
        day = local_day()
        for rule in found.values():
            self.stdout.write(f"{rule.name} ({rule.subject}, {rule.jurisdiction}): {rule.title.zh} / {rule.title.en}")
            for version in rule.versions:
                until = version.valid_to.isoformat() if version.valid_to else "…"
                mark = "verified" if version.verified else "not verified"
                now = ", in force" if version.holds_on(day) else ""
                self.stdout.write(
                    f"  {version.valid_from} – {until}: {version.instrument} [{version.file}, {mark}{now}]"
                )
