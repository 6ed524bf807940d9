"""Saved searches: a need with its filters, or a list with its filters, that somebody comes back to."""
