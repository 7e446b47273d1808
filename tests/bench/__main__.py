"""Every benchmark, one after the other: `make bench`. It fails where a bar does not hold."""

from __future__ import annotations

import sys

from tests.bench import engine, experts, fairness, growth, letters, load, pages, stopped, store, sweep

if __name__ == "__main__":
    held = [engine.main(), experts.main(), fairness.main()]
    store.main()
    letters.main()
    held += [load.main(), stopped.main(), pages.main(), sweep.main(), growth.main()]
    sys.exit(not all(held))
