"""Reading matchmaking days, each time for somebody."""
