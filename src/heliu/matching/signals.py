"""What matching asks of higher features. A receiver gives an answer and changes nothing."""

from django.dispatch import Signal

matches_wanted = Signal()
"""Matches of ``record`` are about to be found for ``user``: each receiver gives kind → ids of what is settled between
the two, so that it is left out and others move up. Where it is shown instead is the receiver's business: the slot
``record.matches`` stands below the matches."""
