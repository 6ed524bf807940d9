"""The weights that the setting names, if it names any."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from heliu_engine.errors import InputError
from heliu_engine.scoring import RankingModel, load_model

logger = logging.getLogger(__name__)


def load_ranking() -> RankingModel | None:
    """The model of ``HELIU_RANKING``, read once a process; None for the one that ships.

    A file that cannot be read does not stop the pages: they go on with the weights that ship, and `heliu serve`
    refuses to start with it.
    """
    return _read(settings.HELIU_RANKING) if settings.HELIU_RANKING else None


@lru_cache(8)
def _read(name: str) -> RankingModel | None:
    try:
        return load_model(Path(name).expanduser())
    except InputError as error:
        logger.error("HELIU_RANKING is left aside: %s", error)
        return None


def ranking_problem() -> str:
    """What is wrong with ``HELIU_RANKING``; empty where nothing is."""
    try:
        if settings.HELIU_RANKING:
            load_model(Path(settings.HELIU_RANKING).expanduser())
    except InputError as error:
        return str(error)
    return ""


def forget_ranking() -> None:
    """Read the file anew at the next question."""
    _read.cache_clear()
