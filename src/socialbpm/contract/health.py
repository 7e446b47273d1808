"""How a node is."""

from __future__ import annotations

from typing import Literal

from socialbpm.contract.base import Wire


class Health(Wire):
    """Whether the service can work: `ok`, and its version."""

    status: Literal["ok"]
    version: str


class Readiness(Wire):
    """Whether calls can be sent to this node: `ready`, or what is in the way.

    `deadlines_late`: seconds since the longest due deadline should have been worked off, 0 where none waits;
    `letters_late`: the same of what is to be sent. They are for an alarm, and do not make a node unready: to take all
    nodes away because they are late would make them later.
    """

    status: Literal["ready", "tables_older", "tables_newer", "database_unreachable"]
    version: str
    deadlines_late: float
    letters_late: float
