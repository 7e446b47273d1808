"""Mails: what people are told of by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.outputs.output import Sent
from tests.leaks.outputs.sending import send
from tests.leaks.world import World


class Mails:
    """What is in somebody's mailbox; `sending` looks at it when it leaves."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Send what is due, and read what has come since they read last."""
        send(world)
        for mail in world.mails.pop(reader, ()):
            yield Sent(200, [], mail)
