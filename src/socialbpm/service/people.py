"""Keeps a node's picture of who is who true: compared at the beginning of every transaction.

Why not by a message from the node that changed something? A message can be late, or lost with its connection, and
somebody who was off-boarded would be in for as long. One number, read with the transaction that is about to decide, can
not: it costs one look at one row, and the whole directory is read only when it differs. Notifications would save that
look and nothing else, so there are none.

On PostgreSQL a transaction that compared before somebody was off-boarded may commit after it. To everybody it
happened before; and who it let in is found by the last look of `actions.leaving`.
"""

from __future__ import annotations

from socialbpm.actions.people import Directory
from socialbpm.directory.live import LiveDirectory, merged
from socialbpm.store import SqlStores
from socialbpm.store.scim_people import provisioned
from socialbpm.store.unit import SqlStore

SCIM = "/scim/v2"
"""Where people are provisioned."""


class Refreshing:
    """Refreshes `directory` from a people file's and, if `scim`, from what was provisioned.

    A directory that changes by itself (of whoever embeds the service) is not copied when nobody is gone: it is asked.
    """

    def __init__(self, directory: LiveDirectory, file: Directory | None, *, scim: bool) -> None:
        self._directory = directory
        self._file = file
        self._scim = scim

    def watch(self, stores: SqlStores) -> None:
        """Refresh at the beginning of every transaction of `stores`."""
        stores.first = self.refresh

    async def refresh(self, store: SqlStore) -> None:
        """Read the directory anew if it changed since."""
        version, wishes = await store.directory_versions()
        if wishes != self._directory.wishes:
            self._directory.hear(await store.preferences_since(self._directory.wishes), wishes)
        if version != self._directory.version:
            people = await provisioned(store) if self._scim else ()
            gone = await store.departed()
            erased = await store.erased()
            alone = self._file if not people and not gone and not erased else None
            self._directory.replace(alone or merged(self._file, people, gone, erased), version, await store.grown())
