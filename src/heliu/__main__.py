"""The ``heliu`` command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run a management command with Heliu's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heliu.config.settings")
    from django.core.management import execute_from_command_line

    # A command is typed with hyphens, create-admin, and lives in a module, which cannot have them.
    execute_from_command_line([*sys.argv[:1], *(name.replace("-", "_") for name in sys.argv[1:2]), *sys.argv[2:]])


if __name__ == "__main__":
    main()
