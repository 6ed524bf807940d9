"""Build hook: a wheel carries compiled translations, the repository only their sources."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))

from compile_messages import compile_messages


class CompileMessages(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the translations before files are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_messages()
