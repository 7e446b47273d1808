"""Webhooks: what subscriptions hear, and runtimes at theirs."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.outputs.sending import send
from tests.leaks.world import World


class Letters:
    """A subscription hears types and ids; a runtime what it would fetch. Nobody else gets any."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Send what is due; `sending` looks at it when it leaves."""
        send(world)
        yield from ()
