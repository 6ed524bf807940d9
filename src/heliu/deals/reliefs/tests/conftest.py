"""Fixtures of reliefs."""

from heliu.dealflow.tests.conftest import calendar

__all__ = ["calendar"]
