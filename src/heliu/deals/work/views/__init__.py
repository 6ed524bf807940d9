"""Pages of tasks and files."""
