"""A service in a process of its own, to be killed: `python -m tests.service.killed_service DATABASE_URL PORT`."""

from __future__ import annotations

import sys

import uvicorn

from socialbpm.clock import FrozenClock
from socialbpm.config import Settings
from socialbpm.service.app import create_app
from tests.service.road import MONDAY, PEOPLE, SEEDS

if __name__ == "__main__":
    app = create_app(Settings(database_url=sys.argv[1]), clock=FrozenClock(MONDAY), directory=PEOPLE, seeds=SEEDS)
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
