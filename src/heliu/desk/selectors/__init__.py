"""Reading the desk, each time for somebody."""
