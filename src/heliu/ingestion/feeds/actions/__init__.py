"""Writing sources, visits and findings; the refusals stand in ``feeds.errors``."""
