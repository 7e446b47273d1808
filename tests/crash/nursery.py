"""Where the lives of a run come from: see `lives.py`, which this starts once."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.crash.orders import ORDER, HostOrder, ServiceOrder
from tests.doom import ROOT, SECONDS
from tests.life import Life


class Nursery:
    """Gives birth to lives, until it is closed.

    Args:
        port: what a service listens on.
        environment: its settings.
        log: where lives write to.
    """

    def __init__(self, port: int, environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        self.orders, theirs = socket.socketpair()
        command = [sys.executable, "-m", "tests.crash.lives", str(theirs.fileno()), str(port)]
        with log.open("ab") as out, theirs:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=out, env=environment, pass_fds=[theirs.fileno()], cwd=ROOT
            )

    def close(self) -> None:
        """Order nothing more; all lives end with it."""
        self.orders.close()
        self.process.wait(SECONDS)

    def bear(self, order: HostOrder | ServiceOrder) -> Life:
        """Begin a life."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.orders, [ORDER.dump_json(order)], [theirs.fileno()])
        return Life(ours)
