"""Every benchmark, one after the other: `make bench`. It fails where a bar does not hold."""

from __future__ import annotations

import sys

from tests.bench import engine, experts, letters, store

if __name__ == "__main__":
    held = [engine.main(), experts.main()]
    store.main()
    letters.main()
    sys.exit(not all(held))
