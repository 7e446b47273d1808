"""Mails: what people are told of by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.cast import PEOPLE
from tests.leaks.house import Answer
from tests.leaks.outputs.output import found_in
from tests.leaks.world import World


class Mails:
    """Somebody gets no words but the task's name, nothing of what they are not in by now, and nothing once gone."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Send what is due, and read what has come since somebody read last: it was theirs to know when it left."""
        world.house.send_letters()
        mine = f"{reader}@example.org"
        new = [mail for mail in world.house.mailserver.mails if mail[0] == mine]
        world.house.mailserver.mails[:] = [mail for mail in world.house.mailserver.mails if mail[0] != mine]
        for _, mail in new:
            assert reader in PEOPLE
            assert reader not in world.gone, f"{reader} is gone and gets {mail!r}"
            assert found_in(mail).words <= {world.brought.task}, f"{reader} reads words: {mail!r}"
            yield Answer(200, [], mail)
