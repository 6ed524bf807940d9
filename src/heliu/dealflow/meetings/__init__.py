"""Meetings of the two sides of an introduction: proposed, changed, cancelled, and what came of them."""
