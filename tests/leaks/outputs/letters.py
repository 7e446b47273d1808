"""Webhooks: what subscriptions hear, and runtimes at theirs."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.cast import RUNTIME, SUBSCRIPTION
from tests.leaks.house import Answer
from tests.leaks.live import OF_RUNTIME, OF_SUBSCRIPTION
from tests.leaks.world import World

WHERE = {RUNTIME: OF_RUNTIME, SUBSCRIPTION: OF_SUBSCRIPTION}


class Letters:
    """A subscription hears types and ids; a runtime what it would fetch. Nobody else gets any."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Send what is due, and read everything that came."""
        world.house.send_letters()
        for url, headers, body in world.house.mailbox.letters:
            assert url in WHERE.values()
            if url == WHERE.get(reader):
                yield Answer(200, [(name.encode(), value.encode()) for name, value in headers.items()], body)
