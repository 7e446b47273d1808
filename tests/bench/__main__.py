"""Every benchmark, one after the other: `make bench`. It fails where a bar does not hold."""

from __future__ import annotations

import argparse
import sys

from tests.bench import alike, engine, experts, fairness, growth, letters, load, pages, stopped, store, sweep

BENCHES = (engine, experts, fairness, alike, store, letters, load, stopped, pages, sweep, growth)
NAMES = {bench.__name__.rpartition(".")[2]: bench for bench in BENCHES}


def _about() -> str:
    lines = (f"  {name:<9} {str(bench.__doc__).partition(': ')[0]}" for name, bench in NAMES.items())
    return "\n".join(["benchmarks:", *lines, "", "One alone may take a size: python -m tests.bench.NAME [SIZE]."])


def _known(name: str) -> str:
    if name not in NAMES:
        raise argparse.ArgumentTypeError(f"there is no {name!r}; there are {', '.join(NAMES)}")
    return name


def named() -> list[str]:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=f"{__doc__} Those that are named, or all: an hour or more.",
        epilog=_about(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", type=_known, help="a benchmark")
    return parser.parse_args().names or list(NAMES)


def _run(name: str) -> bool:
    """Whether its bars hold; one without bars says nothing."""
    return NAMES[name].main() is not False


if __name__ == "__main__":
    held = [_run(name) for name in named()]
    sys.exit(not all(held))
