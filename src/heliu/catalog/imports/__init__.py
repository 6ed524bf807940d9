"""Bringing files into the catalog.

A file is read twice, never held: ``checking`` looks at every row and names what is wrong, while the
good rows wait in a temporary file; ``saving`` then writes those in one transaction. So the database
is not locked while a file is checked, and nothing is saved where a row is bad (unless asked).
"""
