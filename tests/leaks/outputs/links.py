"""`GET /mail/pass/{token}` and `/mail/off/{token}`: the links in mails, which whoever has the mail can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.outputs.output import Sent, tells_only
from tests.leaks.outputs.sending import send
from tests.leaks.world import World

LINK = re.compile(rb"/mail/(?:pass|off)/[\w.-]+")
LATEST = 3


class Links:
    """Behind them is what their person may know now, whatever they knew when the mail left."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Follow the latest of somebody's."""
        send(world)
        links = dict.fromkeys(link for mail in world.got.get(reader, ()) for link in LINK.findall(mail))
        for link in [*links][-LATEST:]:
            answer = world.house.outside(link.decode())
            tells_only(world, reader, answer, world.knows(reader))
            yield Sent(answer.status, answer.headers, answer.body)
