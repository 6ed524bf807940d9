"""Word files made from a deal's record, whether they are stale, and the registration package."""
