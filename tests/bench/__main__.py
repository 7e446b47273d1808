"""Every benchmark, one after the other: `make bench`."""

from __future__ import annotations

from tests.bench import engine, experts, store

if __name__ == "__main__":
    engine.main()
    store.main()
    experts.main()
