"""What the catalog announces. Receivers in higher features call one action and hold no rule.

Every signal carries ``record``, but for the one of many records. They are sent inside the transaction of the change,
so that what a receiver writes is kept or lost together with it.
"""

from django.dispatch import Signal

record_published = Signal()
"""A record can be found from now on, or changed while it could be."""

record_withdrawn = Signal()
"""A record can no longer be found: closed, expired, deleted or returned to a draft."""

record_written = Signal()
"""What a record says was written: ``fields`` (names of columns, parts and links), by ``actor`` (None: the
installation), from ``origins`` (`origins.Origins`). What is brought in in bulk sends ``records_written`` instead."""

records_written = Signal()
"""The same of many records at once: ``written`` (a list of `origins.Written`), by ``actor``. A file that is brought in
sends it for each some hundred rows, so that a receiver writes in bulk as well. It carries no ``record``."""

records_merged = Signal()
"""Two records turned out to be one: ``record`` stays, ``merged`` (kind, id) is gone."""
