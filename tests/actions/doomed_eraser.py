"""Erases Bob, and is killed in the middle: `python -m tests.actions.doomed_eraser URL MOMENT`.

`MOMENT` is how many discussions are emptied before it dies, in the transaction of the last one; or `never`.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

from socialbpm.actions import erasing
from socialbpm.config import Settings
from socialbpm.service.app import at_work
from socialbpm.store.erasing import Erasing
from tests.doom import doom

keep_empty = Erasing.empty


async def erase(url: str, moment: str) -> None:
    """Erase Bob; say how many words there were."""
    dies, emptied = doom(moment), 0

    async def empty(self: Erasing, contents: Sequence[str]) -> None:
        nonlocal emptied
        await keep_empty(self, contents)
        emptied += bool(contents)
        dies(str(emptied))

    Erasing.empty = empty  # type: ignore[method-assign]  # there is no other way to die there
    async with at_work(Settings(database_url=url)) as world:
        await erasing.begin("bob", "empty", "the test", world)
        done = await erasing.finish("bob", world)
        sys.stdout.write(str(done.words if done else None))


if __name__ == "__main__":
    asyncio.run(erase(*sys.argv[1:]))
