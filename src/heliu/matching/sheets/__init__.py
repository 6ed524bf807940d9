"""The sheet of a demand: its elements and parameters in one document, to read, print, take along and send.

What the owner filled in stands first; the engine reads the rest out of the description, and the sheet says so. Nothing
of it is stored: a sheet is made of the record as it is, for the person who asks.
"""
