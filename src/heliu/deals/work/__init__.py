"""The everyday work on a deal: tasks with owner and day, and files."""
