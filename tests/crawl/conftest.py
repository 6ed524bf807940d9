"""The crawl runs with the tests' own encoder and an index that is up to date."""

from heliu.matching.tests.conftest import _no_encoder, catch_up

__all__ = ["_no_encoder", "catch_up"]
