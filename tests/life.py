"""A life: a process that was forked from one that had imported everything, and is killed or dies by itself."""

from __future__ import annotations

import os
import signal
import socket
import time
from contextlib import suppress

from tests.doom import SECONDS


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


def die_with(line: socket.socket) -> None:
    """Wait for whoever ordered this life to let go of the line, and die."""
    line.recv(1)
    os._exit(1)
