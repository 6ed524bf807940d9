"""Papers made from a deal's record: Word documents filled from it, when they are stale, and the registration package."""
