"""`GET /discussions/{id}/attachments/{attachment}`."""

from __future__ import annotations

from collections.abc import Iterator

from tests.leaks.house import Answer
from tests.leaks.world import NOBODYS, World


class Attachments:
    """What hangs on posts and questions: exactly who sees these gets it, and from no other discussion than its own."""

    def read(self, world: World, reader: str) -> Iterator[Answer]:
        """Read every file there is, of every discussion there is."""
        nothing = world.house.nothing(reader, f"/discussions/{NOBODYS}/attachments/{NOBODYS}")
        for model in world.models.values():
            theirs = {} if reader in world.gone else model.gets(reader)
            for *_, file in (*world.files, *world.asked_with):
                answer = world.house.call(reader, "GET", f"/discussions/{model.id}/attachments/{file}")
                assert answer.granted == (file in theirs), f"{reader} {file} of {model.id}: {answer}"
                assert answer.granted or answer.whole == nothing.whole
                assert not answer.granted or answer.json == theirs[file]
                yield answer
