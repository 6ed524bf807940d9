"""What a technology manager decides, sends, notes and spends time on."""

from heliu.desk.models.ledger import CaseNote, TimeEntry
from heliu.desk.models.sending import Dispatch, Recipient
from heliu.desk.models.triage import AskBack, Triage

__all__ = ["AskBack", "CaseNote", "Dispatch", "Recipient", "TimeEntry", "Triage"]
