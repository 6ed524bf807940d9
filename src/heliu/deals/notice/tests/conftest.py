"""Fixtures of public notices."""

from heliu.dealflow.tests.conftest import calendar

__all__ = ["calendar"]
