"""The service's own pages: what the API gives, written out by templates."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.cast import PEOPLE
from tests.leaks.house import Answer
from tests.leaks.model import Knows
from tests.leaks.outputs.communities import colleagues
from tests.leaks.outputs.dry_run import may_come
from tests.leaks.outputs.output import ID, Sent, granted_to_who_is_in, tells_only
from tests.leaks.world import NOBODYS, World

LISTS = ("/", "/experience", "/communities", "/me/mail")
PARTS = ("", "/place")


class Pages:
    """A page of a discussion is for who is in it; to others it is one that does not exist."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Read the lists, and the pages of each discussion."""
        for path in LISTS:
            yield world.house.page(reader, path)
        tells_only(world, reader, world.house.page(reader, "/me"), world.knows(reader) | _colleagues(reader))
        for part in PARTS:
            nothing = _unnamed(world.house.page(reader, f"/discussions/{NOBODYS}{part}"))
            for model in world.models.values():
                answer = world.house.page(reader, f"/discussions/{model.id}{part}")
                if part == "":
                    granted_to_who_is_in(world, reader, model, answer if answer.granted else _unnamed(answer), nothing)
                elif not model.is_in(reader) or reader in world.gone:
                    assert _unnamed(answer).whole == nothing.whole
                ahead = may_come(model, world) if reader == model.asker and not model.ended else Knows()
                if model.is_in(reader) and reader not in world.gone:
                    tells_only(world, reader, answer, world.knows(reader) | ahead)
                yield Sent(answer.status, answer.headers, answer.body)


def _colleagues(reader: str) -> Knows:
    """Return who could stand in for somebody: whoever is in a group with them."""
    return Knows(people={who for who in PEOPLE if colleagues(reader, who)})


def _unnamed(answer: Answer) -> Answer:
    """Leave out the id that was asked for; who has to sign in first is led back to it."""
    nobodys = NOBODYS.encode()
    headers = [(name, ID.sub(nobodys, value)) for name, value in answer.headers]
    return Answer(answer.status, headers, ID.sub(nobodys, answer.body))
