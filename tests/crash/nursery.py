"""Where the lives of a run come from: see `lives.py`, which this starts once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.crash.orders import ORDER, HostOrder, ServiceOrder
from tests.doom import ROOT, SECONDS


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


class Life:
    """A process that may be dead. It is also what `Serving` takes for one."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self.said = ""
        line.settimeout(SECONDS)
        self.pid = int(self._next_word())

    def _next_word(self) -> str:
        while "\n" not in self.said:
            heard = self.line.recv(1024)
            assert heard, "a life ended before it began"
            self.said += heard.decode()
        word, _, self.said = self.said.partition("\n")
        return word

    def poll(self) -> str | None:
        """Return its last word if it is dead, else None."""
        self.line.settimeout(0)
        try:
            return self._listen()
        except BlockingIOError:
            return None

    def wait(self, timeout: float = SECONDS) -> str:
        """Wait until it is dead, and return its last word."""
        self.line.settimeout(timeout)
        return self._listen()

    def _listen(self) -> str:
        while heard := self.line.recv(1024):
            self.said += heard.decode()
        self._wait_for_the_end()
        return self.said

    def _wait_for_the_end(self) -> None:
        """The line is cut a moment before the port and the database are free."""
        until = time.monotonic() + SECONDS
        with suppress(ProcessLookupError):
            while time.monotonic() < until:
                os.kill(self.pid, 0)
                time.sleep(0.001)

    def kill(self) -> None:
        """End it without a warning, if it lives."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def close(self) -> str:
        """End it, let go of the line, and return its last word; empty if it had none."""
        self.kill()
        self.line.close()
        return self.said.partition("\n")[0]
