"""Fixtures of the matching area that the tests of readiness use."""

from heliu.matching.tests.conftest import _no_encoder, catch_up, fake_encoder  # noqa: F401
