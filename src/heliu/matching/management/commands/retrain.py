"""``heliu retrain``: new weights from logged outcomes, written to a file that nothing uses by itself."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from heliu.kit.workdays import local_day
from heliu.matching.errors import LearningError
from heliu.matching.kinds import ProfileName
from heliu.matching.outcomes.adapters import Learned, learn
from heliu.matching.outcomes.tables import first_moment


class Command(BaseCommand):
    help = "Fit new weights to logged outcomes and write them to a file. Nothing uses it until HELIU_RANKING names it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--profile", choices=get_args(ProfileName), default="demand", help="Whose weights (default demand)."
        )
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DATE", help="Only what was shown from this day on."
        )
        parser.add_argument(
            "--out", type=Path, metavar="FILE",
            help="Where the ranking model goes (default ranking-PROFILE-DATE.json under HELIU_HOME).",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="Only print; write nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        profile: ProfileName = options["profile"]
        today = f"{local_day():%Y-%m-%d}"
        target: Path = options["out"] or settings.HELIU_HOME / f"ranking-{profile}-{today}.json"
        if not options["dry_run"]:
            refuse_in_use(target)
        since: datetime | None = first_moment(options["since"]) if options["since"] else None
        try:
            learned = learn(profile, since, f"{profile}-{today}")
        except LearningError as error:
            raise CommandError(str(error)) from error
        self._show(learned)
        if options["dry_run"]:
            self.stdout.write("Nothing was written.")
            return
        try:
            learned.save(target)
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from error
        self.stdout.write(self.style.SUCCESS(f"Written: {target}"))
        self.stdout.write(f"It is not in use. To use it, set HELIU_RANKING={target} and start Heliu anew.")

    def _show(self, learned: Learned) -> None:
        fit = learned.fit
        counts = ", ".join(f"{name} {fit.outcomes.get(name, 0)}" for name in ("opened", "dismissed", "introduced"))
        self.stdout.write(
            f"Profile {learned.profile}, ranking model {learned.base}, encoder {learned.encoder or 'none'}"
        )
        self.stdout.write(
            f"{fit.answers} answers teach something; {counts}, contracted {fit.outcomes.get('contracted', 0)}"
        )
        compared = learned.propensities.compared
        self.stdout.write(
            f"Chances of being looked at: from {compared} results that stood at several positions"
            if compared
            else "Chances of being looked at: as assumed, since no result stood at several positions"
        )
        self.stdout.write(f"\n{'part':16}{'now':>8}{'new':>8}")
        for name, (now, new) in learned.weights.items():
            self.stdout.write(f"{name:16}{now:>8.3f}{new:>8.3f}")
        self.stdout.write(
            f"\nPairs in the wrong order: {fit.wrong_before:.1%} now, {fit.wrong_after:.1%} with new weights, "
            "on answers that these were not fitted to"
        )
        if fit.wrong_after >= fit.wrong_before:
            self.stdout.write(self.style.WARNING("The new weights are no better. Better leave the present ones."))


def refuse_in_use(target: Path) -> None:
    """Whoever starts anew would otherwise use what nobody has looked at."""
    used = settings.HELIU_RANKING
    if used and Path(used).expanduser().resolve() == target.expanduser().resolve():
        raise CommandError(f"{target} is in use (HELIU_RANKING). Write to another file, look at it, then switch.")
    if not target.parent.is_dir():
        raise CommandError(f"There is no folder {target.parent}.")
