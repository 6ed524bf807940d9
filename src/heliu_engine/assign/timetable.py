"""Meetings in slots so that nobody has two at once: the colouring of the edges of a bipartite graph.

As many slots suffice as the busiest participant has meetings: D. König, "Über Graphen und ihre Anwendung auf
Determinantentheorie und Mengenlehre", Mathematische Annalen 77, 1916. As in his proof, where two have no slot free in
common, meetings along a chain change between two slots until they have one. Chains also even out the slots, so that
tables suffice where slots times tables are as many as the meetings (D. de Werra, "Equitable colorations of graphs",
RIRO 5, 1971). With participants who are not always there the question is NP-hard (S. Even, A. Itai, A. Shamir, "On the
complexity of timetable and multicommodity flow problems", SIAM J. Computing 5, 1976), and chains may find no way
though there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

NONE = -1


class Timetable:
    """Numbered meetings of numbered people in numbered slots.

    People of both sides are numbered together. Sets of slots are bits of a whole number.
    """

    def __init__(self, meetings: Sequence[tuple[int, int]], there: Sequence[int], slots: int) -> None:
        self._meetings = meetings
        self._there = there
        """Slots in which each can meet."""
        self._free = list(there)
        self._held = [[NONE] * slots for _ in there]
        """The meeting of each in each slot."""
        self.slot_of = [NONE] * len(meetings)
        self.counts = [0] * slots
        """Meetings in each slot."""
        self._done: list[tuple[int, int]] = []
        """What each change since the last try began found: a meeting and its slot, or NONE where it had none."""

    def place(self, meeting: int) -> bool:
        """Finds a slot, the emptiest of several; changes others where need be. False where no way was found."""
        return self._place_by_chain(meeting) or self._place_by_turns(meeting)

    def remove(self, meeting: int) -> None:
        """Takes a meeting out of its slot."""
        slot = self.slot_of[meeting]
        self._done.append((meeting, slot))
        for one in self._meetings[meeting]:
            self._held[one][slot] = NONE
            self._free[one] |= 1 << slot
        self.slot_of[meeting] = NONE
        self.counts[slot] -= 1

    def held_in(self, slot: int) -> list[int]:
        """The meetings of a slot."""
        return [meeting for meeting, at in enumerate(self.slot_of) if at == slot]

    def relieve(self, full: int, other: int) -> bool:
        """Moves one meeting more out of a slot than into it, by a chain; False where no chain allows it."""
        for meeting in self.held_in(full):
            for end in self._meetings[meeting]:
                if self._free[end] >> other & 1:
                    chain = self._chain(end, full, other)
                    if len(chain) % 2 and self._may_turn(chain, end, full, other):
                        self._turn(chain, full, other)
                        return True
        return False

    def _place_by_chain(self, meeting: int) -> bool:
        one, another = self._meetings[meeting]
        common = self._free[one] & self._free[another]
        if common:
            self._put(meeting, min(_slots(common), key=self.counts.__getitem__))
            return True
        for here in _slots(self._free[one] & self._there[another]):
            for there in _slots(self._free[another]):
                chain = self._chain(another, here, there)
                if self._may_turn(chain, another, here, there):
                    self._turn(chain, here, there)
                    self._put(meeting, here)
                    return True
        return False

    def _place_by_turns(self, meeting: int) -> bool:
        """In the place of one or two others, where those find another one."""
        one, another = self._meetings[meeting]
        for slot in _slots(self._there[one] & self._there[another]):
            self._done.clear()
            moved = sorted({self._held[end][slot] for end in (one, another)} - {NONE})
            for rival in moved:
                self.remove(rival)
            self._put(meeting, slot)
            if all(self._place_by_chain(rival) for rival in moved):
                return True
            self._undo()
        return False

    def _undo(self) -> None:
        for meeting, before in reversed(list(self._done)):
            if before == NONE:
                self.remove(meeting)
            else:
                self._put(meeting, before)

    def _put(self, meeting: int, slot: int) -> None:
        self._done.append((meeting, NONE))
        for one in self._meetings[meeting]:
            self._held[one][slot] = meeting
            self._free[one] &= ~(1 << slot)
        self.slot_of[meeting] = slot
        self.counts[slot] += 1

    def _chain(self, start: int, first: int, second: int) -> list[int]:
        """Meetings that hang together from someone on, in one slot and the other by turns."""
        chain = []
        at, slot = start, first
        while (meeting := self._held[at][slot]) != NONE:
            chain.append(meeting)
            one, another = self._meetings[meeting]
            at = another if at == one else one
            slot = second if slot == first else first
        return chain

    def _may_turn(self, chain: Sequence[int], start: int, first: int, second: int) -> bool:
        """Whether the last of a chain that begins in ``first`` can come in the other slot; all others are in both."""
        at = start
        for meeting in chain:
            one, another = self._meetings[meeting]
            at = another if at == one else one
        return bool(self._there[at] >> (second if len(chain) % 2 else first) & 1)

    def _turn(self, chain: Sequence[int], first: int, second: int) -> None:
        slots = [self.slot_of[meeting] for meeting in chain]
        for meeting in chain:
            self.remove(meeting)
        for meeting, slot in zip(chain, slots, strict=True):
            self._put(meeting, second if slot == first else first)


def _slots(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
