"""Letters to people: composed, made into messages and handed to the mail server; or left for later, as they want it."""

from __future__ import annotations

from dataclasses import dataclass

from socialbpm.actions import digests, letters, notices
from socialbpm.actions.notice import Wait
from socialbpm.actions.outbox import LetterRecord
from socialbpm.actions.retries import Answer
from socialbpm.actions.world import World
from socialbpm.channels.mail.message import Letterhead, message_of
from socialbpm.channels.mail.smtp import Smtp


@dataclass(frozen=True)
class Mailing:
    """Sends letters to people by a mail server."""

    smtp: Smtp
    head: Letterhead

    async def send(self, letter: LetterRecord, world: World) -> Answer | None:
        """Send a letter now and return what came of it; or write down that it is not sent now, and return None."""
        found = await notices.compose(letter, world)
        if found is None:
            await letters.give_up(letter, world)
        elif isinstance(found, Wait):
            await (digests.gather if found.digest else digests.wait)(letter, found.until, world)
        else:
            message = message_of(found, world.now(), self.head)
            return await self.smtp.send(message, self.head.address, found.address)
        return None
