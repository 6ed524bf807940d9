"""Fetching from other people's servers politely.

A `PoliteClient` makes the requests of one visit. Each of them

- goes through `heliu.kit.outside`, which looks at every address, and at every address of a redirect;
- asks the host's robots.txt first, and stays away where that cannot be read;
- keeps its distance to the request before it to the same host, whichever process made that;
- is tried again after a while where the server is busy or does not answer, as it asks by ``Retry-After``;
- tells who we are, and asks for what has changed only.

    client = PoliteClient(memory=source.memory)
    page = client.get("https://example.org/results.json", conditional=True)
    if not page.unchanged:
        page.body, page.headers, page.url

Every failure is a `FetchError`, which knows whether it may go away by itself.
"""

from heliu.ingestion.fetching.client import Fetched, Limits, PoliteClient
from heliu.ingestion.fetching.errors import FetchError

__all__ = ["FetchError", "Fetched", "Limits", "PoliteClient"]
