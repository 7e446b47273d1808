"""The tests' own receiver takes what came whole, as any server does."""

from __future__ import annotations

import socket

from tests.receiving import HOST, Receiver

HEAD = b"POST /runtime HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n"


def sent(receiver: Receiver, what: bytes) -> bytes:
    """Send this and no more; return what comes back until the end."""
    with socket.create_connection((HOST, receiver.port), timeout=10) as caller:
        caller.sendall(what)
        caller.shutdown(socket.SHUT_WR)
        return caller.makefile("rb").read()


def test_a_call_that_was_cut_off_has_not_come() -> None:
    """Whoever is killed while they send has said nothing, and gets no answer; the next one is heard."""
    with Receiver() as receiver:
        assert sent(receiver, HEAD + b"half") == b""
        assert sent(receiver, HEAD + b"half and whole"[:10]).startswith(b"HTTP/1.")
        assert [call.body for call in receiver.calls] == [b"half and w"]
