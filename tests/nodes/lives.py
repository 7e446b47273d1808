"""A process that has imported everything, and begins a node by a fork, in milliseconds.

    python -m tests.nodes.lives DESCRIPTOR

Each message on the descriptor, a socket, is an order, with one end of a line to whoever gave it: see
`tests.crash.lives`, which does the same for one host and one service.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import threading

from tests.life import die_with
from tests.nodes.node import LARGEST_ORDER, ORDER, Order, serve


def main(descriptor: int) -> None:
    """Begin nodes until nobody is there to order one."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    gc.freeze()
    with socket.socket(fileno=descriptor) as orders:
        while True:
            order, lines, _, _ = socket.recv_fds(orders, LARGEST_ORDER, 1)
            if not order:
                return
            if os.fork() == 0:
                orders.close()
                live(ORDER.validate_json(order), socket.socket(fileno=lines[0]))
            os.close(lines[0])


def live(order: Order, line: socket.socket) -> None:
    """Serve until killed."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    threading.Thread(target=die_with, args=[line], daemon=True).start()
    line.sendall(f"{os.getpid()}\n".encode())
    serve(order)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
