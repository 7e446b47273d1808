"""The service in memory, and one that outlives its host."""

from __future__ import annotations

import json
from pathlib import Path

from socialbpm.contract.hooks import Hook, HookResult
from socialbpm.testing import FakeService

__all__ = ["FakeService", "FileService"]


class FileService(FakeService):
    """The same, in a file, so that it outlives the host that is killed."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        for line in path.read_text().splitlines() if path.exists() else ():
            source, identity, body = json.loads(line)
            self.bodies[source, identity] = body

    def _take(self, hook: Hook) -> HookResult:
        result = super()._take(hook)
        with self.path.open("a") as lines:
            lines.write(json.dumps([hook.source, hook.id, self.bodies[hook.source, hook.id]]) + "\n")
        return result
