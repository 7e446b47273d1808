"""Who could have been suggested when somebody needed help: kept until it is known who helped."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Mapping

from socialbpm.experts.evidence import PersonId
from socialbpm.experts.learning import Row

LineUp = Mapping[PersonId, Row]
"""People and their features at the time of the need."""

MOST_PEOPLE = 60
"""People of a line-up: the best ranked."""

MOST = 2_000
"""Line-ups that are kept at a time."""

EACH = 100
"""So many cases that nobody asked about are all learnt from; after twice as many one of four, and so on."""


class LineUps:
    """The line-ups of needs whose outcome is not known yet, by case.

    >>> lineups = LineUps()
    >>> lineups.keep("order 7", {"bob": [1.0], "carol": [0.5]}, ["bob", "carol"])
    >>> sorted(lineups.of("order 7")), lineups.of("order 8")
    (['bob', 'carol'], {})
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, dict[PersonId, bytes]] = OrderedDict()  # packed: they are many
        self._looked = self._passed_by = 0

    def keep(self, case: str, rows: LineUp, ranked: list[PersonId]) -> None:
        """Keep the best ranked of a case; a later need on the same case replaces an earlier one."""
        self._kept[case] = {person: array("d", rows[person]).tobytes() for person in ranked[:MOST_PEOPLE]}
        self._kept.move_to_end(case)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def of(self, case: str) -> LineUp:
        """Return who was lined up for a case: nobody, where no need is remembered."""
        return _unpacked(self._kept.get(case, {}))

    def close(self, case: str) -> LineUp:
        """Return a line-up for the last time."""
        return _unpacked(self._kept.pop(case, {}))

    def wants(self, case: str) -> bool:
        """Whether a case that begins is to be learnt from, though nobody has asked.

        A ranking takes a thousand times as long as counting; of many cases a part teaches as much.
        """
        if case in self._kept:
            return False
        self._passed_by += 1
        if self._passed_by * EACH**2 < self._looked**2:
            return False
        self._looked += 1
        self._passed_by = 0
        return True


def _unpacked(packed: Mapping[PersonId, bytes]) -> LineUp:
    return {person: array("d", row) for person, row in packed.items()}
