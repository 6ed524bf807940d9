"""``heliu check_scales``: read every scale file and print the scales with their versions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from heliu.kit.workdays import local_day
from heliu.readiness.loading import checked_scales
from heliu.readiness.reading import ScaleFileError


class Command(BaseCommand):
    help = "Read all files of readiness scales, say what is wrong in one, and print each scale with its versions."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = checked_scales()
        except ScaleFileError as error:
            raise CommandError(str(error)) from None
        day = local_day()
        for scale in found.values():
            sets = f"sets {scale.readiness}" if scale.readiness else "sets no readiness"
            self.stdout.write(f"{scale.name} ({sets}): {scale.title.zh} / {scale.title.en}")
            for version in scale.versions:
                until = version.valid_to.isoformat() if version.valid_to else "…"
                marks = [
                    "verified" if version.verified else "not verified",
                    "own wording" if version.own_wording else "wording of the standard",
                    *(["in force"] if version.holds_on(day) else []),
                ]
                self.stdout.write(
                    f"  {version.valid_from} – {until}: {version.version}, {version.highest} levels, "
                    f"{len(version.criteria)} criteria [{version.file}, {', '.join(marks)}]"
                )
