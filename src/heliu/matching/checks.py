"""What `heliu check` and every command that serves look at first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from heliu.matching.drafting.settings import drafter_problem


def check_ranking(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The file of ``HELIU_RANKING`` can be used."""
    if not settings.HELIU_RANKING:
        return []
    # Imported here: commands that never search need not load the engine.
    from heliu.matching.adapters.ranking import ranking_problem

    problem = ranking_problem()
    return [Error(f"HELIU_RANKING: {problem}", id="matching.E001")] if problem else []


def check_drafter(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The settings of the chat server, where there is one, can be used."""
    problem = drafter_problem()
    return [Error(problem, id="matching.E002")] if problem else []
