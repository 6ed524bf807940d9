"""Fixtures of matchmaking days; those of matching bring the tests' own encoder and an index."""

from heliu.dealflow.tests.conftest import calendar  # noqa: F401 - a fixture
from heliu.matching.tests.conftest import calibrate, catch_up, fake_encoder  # noqa: F401 - fixtures
