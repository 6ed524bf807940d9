"""Fixtures of the desk."""

from heliu.dealflow.tests.conftest import calendar
from heliu.matching.tests.conftest import _no_encoder, catch_up

__all__ = ["_no_encoder", "calendar", "catch_up"]
