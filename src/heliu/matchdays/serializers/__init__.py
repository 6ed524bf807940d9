"""What the API says of matchmaking days: never more than the pages do."""
