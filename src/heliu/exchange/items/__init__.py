"""What goes out of a record: items, each with all that any format may say of it.

An item is a dictionary of plain values, so that it can be kept, compared and written as JSON as it is:

- ``name``, ``summary``, ``description``, ``position``, ``evidence``: language → text, ``keywords``: language → words;
- ``path``: of the page that shows it, below the address of the site;
- ``organisation``, ``people``, ``references``: neighbours, each ``{"id", "name"}`` and never more than that (a right
  also its ``type``), and only such as go out themselves;
- what the sort of item has besides: see the modules of this package.

Empty values are left out. Contacts, the word on confidentiality, and who wrote or assessed something never go in.
"""

from heliu.exchange.items.building import Item, items_of

__all__ = ["Item", "items_of"]
