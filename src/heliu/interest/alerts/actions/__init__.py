"""Telling people what fits, and what they set for it."""
