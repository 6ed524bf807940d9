"""Pages of pages: handing in, reading, deciding, making records."""
