"""The ``heliu`` command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run a management command with Heliu's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heliu.config.settings")
    from django.core.management import execute_from_command_line

    # A command is typed with hyphens, create-admin, and lives in a module, which cannot have them.
    program, *arguments = sys.argv
    if arguments and not arguments[0].startswith("-"):
        arguments[0] = arguments[0].replace("-", "_")
    execute_from_command_line([program, *arguments])


if __name__ == "__main__":
    main()
