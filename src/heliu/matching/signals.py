"""What matching asks of higher features, and what its index announces to them.

A receiver that is asked gives an answer and changes nothing.
"""

from django.dispatch import Signal

matches_wanted = Signal()
"""Matches of ``record`` are about to be found for ``user``: each receiver gives kind → ids of what is settled between
the two, so that it is left out and others move up. Where it is shown instead is the receiver's business: the slot
``record.matches`` stands below the matches."""

index_took = Signal()
"""The index has committed what it knows of ``records``, pairs of kind and id: new, changed, or not found any more.

Sent by the writer before it forgets the changes, so a receiver may hear of a record twice and never not at all. Their
vectors may come later: see ``index_caught_up``.
"""

index_caught_up = Signal()
"""What the index took lately can be compared by its meaning. Sent by the writer; while very many texts wait for their
vectors, also every ten minutes, when not all of them have one."""
