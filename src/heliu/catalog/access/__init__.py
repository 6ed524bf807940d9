"""Who may read what is not for everybody, by the owner's word, and who has read it.

``models`` keeps the requests and the log, ``grants`` answers which records were opened to a person,
``actions`` asks and decides, ``log`` writes down who read what. The rules themselves stand with all
others in ``catalog.permissions`` and ``catalog.models.querysets``.
"""
