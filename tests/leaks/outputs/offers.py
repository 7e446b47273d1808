"""`GET /offers` and `GET /offers/{id}`."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.world import NOBODYS, World


class Offers:
    """Who gets no offer gets what there is of one that does not exist."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Read the list, and each."""
        yield world.house.call(reader, "GET", "/offers")
        nothing = world.house.nothing(reader, f"/offers/{NOBODYS}")
        for offer in world.offers:
            answer = world.house.call(reader, "GET", f"/offers/{offer}")
            assert answer.granted or answer.whole == nothing.whole
            yield answer
