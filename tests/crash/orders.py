"""What a life of the host or of the service is told when it begins, and the doom it is under."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from tests.crash.plan import Event, Goal, Kill
from tests.crash.points import Point, Side

Fault = Literal["", "keeps apart", "acknowledges first", "opens twice", "commits each row"]
"""A mistake that a life is made with, to see that the checks find it."""


@dataclass(frozen=True)
class HostOrder:
    """Bring `goal` about in the case that the database holds, at the service of `url`."""

    url: str
    key: str
    database: Path
    event: Event
    goal: Goal
    kills: tuple[Kill, ...] = ()
    fault: Fault = ""
    side: Literal["host"] = "host"


@dataclass(frozen=True)
class ServiceOrder:
    """Serve, with the settings that the process was started with."""

    kills: tuple[Kill, ...] = ()
    fault: Fault = ""
    side: Literal["service"] = "service"


ORDER: TypeAdapter[HostOrder | ServiceOrder] = TypeAdapter(HostOrder | ServiceOrder)
LARGEST_ORDER = 65_536


class Doom:
    """Called by a life with each moment that it comes to. At the first of its kills it says which, and is dead."""

    def __init__(self, side: Side, kills: Sequence[Kill], line: socket.socket) -> None:
        self.side = side
        self.kills = kills
        self.line = line
        self.times: Counter[Point] = Counter()
        for kill in kills:
            if kill.point is None:
                clock = threading.Timer(kill.after / 1000, self._die, [kill])
                clock.daemon = True
                clock.start()

    def __call__(self, step: str, moment: str) -> None:
        """Come to a moment of a step, and live through it or not."""
        point = Point(self.side, step, moment)
        self.times[point] += 1
        for kill in self.kills:
            if kill.point == point and kill.nth == self.times[point]:
                self._die(kill)

    def _die(self, kill: Kill) -> None:
        self.line.sendall(f"{self.kills.index(kill)}\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)
