"""Alerts: which new or changed record fits whose open demand, achievement, expert or saved search, told once."""
