"""Reasons that a person can check: places on both sides, with the words they share or how near they are in meaning."""

from heliu_engine.explain.reasons import MAX_REASONS, DocumentPlaces, Explainer
from heliu_engine.explain.segments import SentenceVectors

__all__ = ["MAX_REASONS", "DocumentPlaces", "Explainer", "SentenceVectors"]
