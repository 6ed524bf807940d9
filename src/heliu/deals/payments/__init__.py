"""Milestones and payments of a deal: what is planned, what was accepted, what came in."""
