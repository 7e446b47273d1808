"""A host that is killed at a named moment: python -m tests.engine.doomed_host FAMILY DIR MOMENT."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.doom import doom
from tests.engine.fakes import FileService
from tests.engine.host import FAMILIES, Host
from tests.engine.test_runtime import CHECK


def main(family: str, folder: Path, moment: str) -> None:
    """Ask, save, send, save; Alice asks only if the saved state does not know that she did."""
    dies = doom(moment)
    state = folder / "state.json"
    host = Host(FAMILIES[family], CHECK, FileService(folder / "hooks.jsonl"))
    host.restore(state.read_text())
    if not host.runtime.pending():
        host.runtime.socialize(host.task("check"), by="alice", question="Which account?")
    dies("before saving")
    state.write_text(host.save())
    dies("before sending")
    host.runtime.send()
    dies("after sending")
    state.write_text(host.save())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
