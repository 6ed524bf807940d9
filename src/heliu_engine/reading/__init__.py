"""Pages and files read: what they say, without what stands around it, and under which terms it may be shown.

    >>> from heliu_engine.reading import read_page
    >>> read_page("<html><title>A notice</title><p>The first call opens in May. Apply online.</p>".encode()).body
    'The first call opens in May. Apply online.'

HTML, plain text, PDF, Word, Excel and CSV. Damage is undone on the way by `heliu_engine.restore`; what cannot be read
is a ReadingError that says why. Nothing is fetched.
"""

from heliu_engine.errors import ReadingError
from heliu_engine.reading.documents import VERSION, Attachment, Document, Kind, Link, Table
from heliu_engine.reading.excerpts import Excerpt, excerpt
from heliu_engine.reading.files import read_file, read_page
from heliu_engine.reading.rights import Rights, Terms

__all__ = [
    "VERSION",
    "Attachment",
    "Document",
    "Excerpt",
    "Kind",
    "Link",
    "ReadingError",
    "Rights",
    "Table",
    "Terms",
    "excerpt",
    "read_file",
    "read_page",
]
