"""Pages and files that somebody hands in: read, understood, reviewed, and made into records."""
