"""Bookmarks: records that somebody keeps for themselves, with a label and a note that nobody else sees."""
