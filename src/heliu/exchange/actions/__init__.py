"""Keeping up with what goes out, and an organisation's word about it."""

from heliu.exchange.actions.choosing import choose_open_data
from heliu.exchange.actions.following import catch_up, note, note_pair, note_team, rebuild

__all__ = ["catch_up", "choose_open_data", "note", "note_pair", "note_team", "rebuild"]
