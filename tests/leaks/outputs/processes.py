"""`GET /processes`, and of each its page, its table and its figures: for whoever answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.cast import OWNER, PROCESS
from tests.leaks.house import Answer
from tests.leaks.world import World

PAGES = ("", "/figures.csv")
FIGURES = ("figures", "heat")
ANOTHER = "nobodys_one"
"""As long a name: what is answered says how long it is."""


class Processes:
    """Figures of fewer than five people are none at all; and who does not answer for a process finds no such one."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Read everything there is of the process, and of one that does not exist."""
        for path in PAGES:
            yield self._same_as_of_another(
                reader, *(world.house.page(reader, f"/processes/{one}{path}") for one in (PROCESS, ANOTHER))
            )
        for what in FIGURES:
            answer, other = (world.house.call(reader, "GET", f"/processes/{one}/{what}") for one in (PROCESS, ANOTHER))
            yield self._same_as_of_another(reader, answer, other)
            assert not answer.granted or not any(answer.json.get(part) for part in ("tasks", "unanswered")), answer

    def _same_as_of_another(self, reader: str, answer: Answer, other: Answer) -> Answer:
        assert answer.granted == (reader == OWNER), f"{reader}: {answer}"
        assert answer.granted or answer.whole == other.whole.replace(ANOTHER.encode(), PROCESS.encode())
        return answer
