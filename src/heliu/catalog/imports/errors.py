"""What stops an import as a whole; a bad row does not, it is named in the result.

heliu.kit.tabular.TableError   the file cannot be read as a table
ImportRefused                  what was asked for does not go together, or is not allowed
└── OwnerUnknown               nobody is called as the owner was named
"""

from __future__ import annotations


class ImportRefused(Exception):
    """The import cannot begin; the text says why, in the person's language."""

    status = 422


class OwnerUnknown(ImportRefused):
    """Nobody is called as the owner was named; ``near`` has names that are much like it."""

    def __init__(self, message: str, near: list[str]) -> None:
        super().__init__(message)
        self.near = near
