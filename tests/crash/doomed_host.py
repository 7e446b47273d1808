"""The host of the examples, killed at a named moment: python -m tests.crash.doomed_host URL KEY DATABASE ROUNDS MOMENT.

ROUNDS is how often it looks for the answer before it leaves the case as it is. It prints the answer, or None.
"""

from __future__ import annotations

import sys
from pathlib import Path

from examples.durable_host import CASE, Case, Host, carry_on

from socialbpm.engine import HttpTransport
from tests.doom import doom


class DoomedHost(Host):
    """Comes to two moments at every save: before it, when all is still in memory, and after it."""

    def __init__(self, database: Path, transport: HttpTransport, moment: str) -> None:
        super().__init__(database, transport)
        self.dies = doom(moment)

    def save(self, case: Case) -> None:
        """Save, if it lives to."""
        what = news(case)
        self.dies(f"before saving {what}")
        super().save(case)
        self.dies(f"after saving {what}")


def news(case: Case) -> str:
    """Name what a save is for: the latest that happened."""
    if case.task.data.get("advice") is not None:
        return "the answer"
    if case.runtime.pending():
        return "the firing"
    return "that it was sent" if "asked" in case.workflow.data else "the case"


def main(url: str, key: str, database: str, rounds: str, moment: str) -> None:
    """Carry on until the moment."""
    transport = HttpTransport(url, key)
    host = DoomedHost(Path(database), transport, moment)
    print(carry_on(host, CASE, rounds=int(rounds)))  # noqa: T201 - the test reads it
    host.close()
    transport.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
