"""A process that has imported the command line and the service, and begins `socialbpm` by a fork, in milliseconds.

    python -m tests.warm DESCRIPTOR

Importing takes longer than what most tests do with a service. That the program starts by itself, `tests/cli` looks at.
The descriptor is a socket. Each message on it is what the program is started with, and brings one end of a line to
whoever ordered it and the file that it writes to: see `tests.crash.lives`.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from tests.doom import ROOT, SECONDS
from tests.life import Life, die_with

IMPORTED = ("socialbpm.cli.serve", "socialbpm.service.app")
LARGEST = 65_536
Start = tuple[Sequence[str], Mapping[str, str]]
"""Arguments and environment."""
START: TypeAdapter[Start] = TypeAdapter(Start)


class Program(Life):
    """A life that lets go of its line when it is dead."""

    def poll(self) -> str | None:
        """Return something if it is dead, else None."""
        return self.said if self.line.fileno() < 0 else super().poll()

    def wait(self, timeout: float = SECONDS) -> str:
        """Wait until it is dead."""
        if self.line.fileno() >= 0:
            super().wait(timeout)
            self.line.close()
        return self.said


def begin(arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Program:
    """Begin `socialbpm` with these arguments; it is dead when this process is."""
    ours, theirs = socket.socketpair()
    with theirs, log.open("ab") as out:
        socket.send_fds(_warmed(), [START.dump_json((arguments, environment))], [theirs.fileno(), out.fileno()])
    return Program(ours)


@cache
def _warmed() -> socket.socket:
    """Start the process, once; it ends with this one."""
    orders, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-m", "tests.warm", str(theirs.fileno())]
        process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=ROOT)

    def end() -> None:
        orders.close()
        process.wait()

    atexit.register(end)
    return orders


def main(descriptor: int) -> None:
    """Begin programs until nobody is there to order one."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    for name in IMPORTED:
        importlib.import_module(name)
    gc.freeze()
    with socket.socket(fileno=descriptor) as orders:
        while True:
            order, files, _, _ = socket.recv_fds(orders, LARGEST, 2)
            if not order:
                return
            if os.fork() == 0:
                orders.close()
                live(START.validate_json(order), socket.socket(fileno=files[0]), files[1])
            for each in files:
                os.close(each)


def live(start: Start, line: socket.socket, log: int) -> None:
    """Be the program until it ends or is killed."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(log, stream.fileno())
    arguments, environment = start
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["socialbpm", *arguments]
    threading.Thread(target=die_with, args=[line], daemon=True).start()
    line.sendall(f"{os.getpid()}\n".encode())
    try:
        importlib.import_module("socialbpm.cli").main()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
