"""The ``heliu`` command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run a management command with Heliu's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heliu.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
