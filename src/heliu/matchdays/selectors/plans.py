"""What a day comes to: who has no meeting, and why."""

from __future__ import annotations

from dataclasses import dataclass

from heliu.matchdays.choices import MeetingState
from heliu.matchdays.models import Entry, MatchDay, Proposal
from heliu.matchdays.selectors.entries import candidates_of, entries_in, exclusions_in, last_run


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry without a meeting; ``reason`` is a key of ``labels.LEFT_OUT``."""

    entry: Entry
    reason: str


def left_out_of(day: MatchDay, proposal: Proposal | None = None) -> list[LeftOut]:
    """Who has no meeting: by a proposal, or by what is planned."""
    run = last_run(day)
    if proposal is not None:
        run, served = proposal.run, {pk for _slot, _table, *pair in proposal.meetings for pk in pair}
    else:
        planned = day.meetings.filter(state=MeetingState.PLANNED).values_list("demand", "supply")
        served = {pk for pair in planned for pk in pair}
    entries = [entry for entry in entries_in(day) if entry.pk not in served]
    if run is None:
        return []
    candidates = list(candidates_of(run).values_list("demand", "supply"))
    apart = exclusions_in(day)
    matched = {pk for pair in candidates for pk in pair}
    free = {pk for pair in candidates if pair not in apart for pk in pair}
    hurdles = _hurdles(proposal or day.chosen)
    lost = {pk for pair, why in apart.items() if why == "declined" for pk in pair}
    found = []
    for entry in entries:
        if reason := run.left_out.get(str(entry.pk)):
            found.append(LeftOut(entry, reason))
        elif entry.pk in lost:
            found.append(LeftOut(entry, "declined"))
        elif entry.pk not in matched:
            found.append(LeftOut(entry, "no_match"))
        elif entry.pk not in free:
            found.append(LeftOut(entry, "excluded"))
        else:
            found.append(LeftOut(entry, hurdles.get(entry.pk, "seats")))
    return found


def _hurdles(proposal: Proposal | None) -> dict[int, str]:
    """Entry → why a meeting that was meant for it found no place."""
    if proposal is None:
        return {}
    return {pk: hurdle for demand, supply, hurdle, _who in proposal.unplaced for pk in (demand, supply)}
