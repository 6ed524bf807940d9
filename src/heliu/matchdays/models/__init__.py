"""What is kept of matchmaking days."""

from heliu.matchdays.models.assigning import Candidate, CandidateRun, Proposal, Ruling
from heliu.matchdays.models.days import DayInvitation, MatchDay, MatchDayQuerySet
from heliu.matchdays.models.meetings import Meeting, Report
from heliu.matchdays.models.registrations import ENTRY_KINDS, Avoidance, Entry, Registration, Wish

__all__ = [
    "ENTRY_KINDS",
    "Avoidance",
    "Candidate",
    "CandidateRun",
    "DayInvitation",
    "Entry",
    "MatchDay",
    "MatchDayQuerySet",
    "Meeting",
    "Proposal",
    "Registration",
    "Report",
    "Ruling",
    "Wish",
]
