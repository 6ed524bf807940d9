"""Why a deal refuses something that the person was allowed to try.

    DealError                400
    ├── StepNotPossible      409  the deal's stage forbids the step
    ├── SomethingMissing     409  a guard says what is missing for the step
    ├── DealChanged          409  somebody else has edited it since it was read
    └── FixedByContract      409  what a contract in force says cannot be edited

Each carries its HTTP status and a message in the reader's language.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heliu.kit.language import listed


class DealError(Exception):
    """The root; ``str()`` of it is a sentence for the person."""

    status = 400
    message: Any = gettext_lazy("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class StepNotPossible(DealError):
    """``stage`` is the label of the stage that it has by now."""

    status = 409

    def __init__(self, stage: Any) -> None:
        super().__init__()
        self.stage = stage

    def __str__(self) -> str:
        return _("This step cannot be taken. The deal is now at: %(stage)s.") % {"stage": self.stage}


class SomethingMissing(DealError):
    """``missing`` holds a sentence for each thing."""

    status = 409

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__()
        self.missing = list(missing)

    def __str__(self) -> str:
        return " ".join(self.missing)


class DealChanged(DealError):
    """``changed`` names the fields, by their labels, that somebody else changed in the meantime."""

    status = 409

    def __init__(self, changed: Sequence[str]) -> None:
        super().__init__()
        self.changed = list(changed)

    def __str__(self) -> str:
        return _("Somebody else has changed the deal in the meantime: %(fields)s. Nothing of yours was saved.") % {
            "fields": listed(self.changed)
        }


class FixedByContract(DealError):
    status = 409

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__()
        self.fields = list(fields)

    def __str__(self) -> str:
        return _("The contract is signed, so this cannot be changed any more: %(fields)s.") % {
            "fields": listed(self.fields)
        }
