"""The API of matchmaking days: the same filters, rules and actions as the pages."""
