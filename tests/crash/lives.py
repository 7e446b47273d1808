"""A process that has imported everything, and begins a life as host or service by a fork, in milliseconds.

    python -m tests.crash.lives DESCRIPTOR PORT

A life as service listens on the port, with the settings in the environment. The descriptor is a socket. Each message
on it is an order, with one end of a line to whoever gave it. On its line a life says its process id, then whatever it
has to say; the line is cut when it is dead. When whoever gave orders is gone, so are all lives.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import threading

from tests.crash import matrix_host, matrix_service
from tests.crash.orders import LARGEST_ORDER, ORDER, Doom, HostOrder, ServiceOrder
from tests.life import die_with


def main(descriptor: int, port: int) -> None:
    """Begin lives until nobody is there to order one."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    matrix_host.prepare(port)
    matrix_service.compose(port)
    gc.freeze()
    with socket.socket(fileno=descriptor) as orders:
        while True:
            order, lines, _, _ = socket.recv_fds(orders, LARGEST_ORDER, 1)
            if not order:
                return
            if os.fork() == 0:
                orders.close()
                live(ORDER.validate_json(order), port, socket.socket(fileno=lines[0]))
            os.close(lines[0])


def live(order: HostOrder | ServiceOrder, port: int, line: socket.socket) -> None:
    """Live one life to its end; only an error comes back."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    threading.Thread(target=die_with, args=[line], daemon=True).start()
    line.sendall(f"{os.getpid()}\n".encode())
    dies = Doom(order.side, order.kills, line)
    if isinstance(order, HostOrder):
        line.sendall(f"{matrix_host.main(order, dies)}\n".encode())
    else:
        matrix_service.main(order, port, dies)
    os._exit(0)  # as a kill does: nothing is tidied up


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
