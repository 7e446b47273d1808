"""How well and how fast people are ranked: `python -m tests.bench.experts`.

Public archives are replayed in the order of time: each need is ranked, by the ranker and by simple baselines, before
anything that happened at or after it is observed. MRR is the mean of one over the rank of the first who in fact helped,
Hit@5 the part of needs where they are among the first five; nobody who had not been seen before can be found. The files
are looked for in the folder that SOCIALBPM_DATA names. Speed is measured on an organisation that is made up.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean, median

from socialbpm.experts import Evidence, Need, Ranker
from socialbpm.jobs.memory import settle_in
from tests.bench.archives import Archive, read_log, read_questions
from tests.bench.baselines import Baselines

ARCHIVES: dict[str, Callable[[Path], Archive]] = {
    "logs/06_bpic2013_closed.xes.gz": read_log,
    "logs/helpdesk.xes.gz": read_log,
    "qa/se_meta_posts.xml": read_questions,
    "qa/se_coffee_posts.xml": read_questions,
}
SIZES = ((1_400, 65_000), (10_000, 1_000_000))
"""People and pieces of evidence."""

BAR_MS = 20.0
"""What a ranking may take at the 99th percentile at the first size, in milliseconds."""

Ranks = dict[str, list[int | None]]


def ranks(archive: Archive) -> Ranks:
    """Return the rank of the first helper, by method, one for each need."""
    ranker, baselines = Ranker(), Baselines()
    found: Ranks = defaultdict(list)
    for one in archive.replay():
        if isinstance(one, Evidence):
            ranker.observe(one)
            baselines.observe(one)
            continue
        orders = {"socialbpm": [best.person for best in ranker.rank(one.need)], **baselines.orders(one.need)}
        for name, order in orders.items():
            found[name].append(next((rank for rank, who in enumerate(order, 1) if who in one.helped), None))
    return found


def report(archive: Archive) -> None:
    """Print the measures of one archive."""
    say(f"{archive.name}: {len(archive.asked)} needs")
    for name, found in ranks(archive).items():
        mrr, hit = fmean(1 / rank if rank else 0.0 for rank in found), fmean(bool(rank and rank <= 5) for rank in found)
        say(f"  {name:18} MRR {mrr:.3f}  Hit@5 {hit:.3f}")


class Organisation:
    """Made-up people in groups; cases of a topic begin in its group and are handed on to a neighbour."""

    def __init__(self, people: int, evidence: int) -> None:
        self._dice = random.Random(7)  # noqa: S311  # not a secret: the same organisation each time
        self._groups = [
            [f"p{number}" for number in range(first, people, people // 40)] for first in range(people // 40)
        ]
        self._step = timedelta(days=730) / evidence
        self._left = evidence
        self.now = datetime(2024, 1, 1, tzinfo=UTC)

    def evidence(self) -> Iterator[Evidence]:
        """Give two years of work; two hundred cases are open at a time."""
        cases = [self._new_case(number) for number in range(200)]
        for number in range(self._left):
            at = self._dice.randrange(len(cases))
            if self._dice.random() < 0.2:
                cases[at] = self._new_case(200 + number)
            case, group, topics = cases[at]
            place = group if self._dice.random() < 0.7 else (group * 3 + 1) % len(self._groups)
            self.now += self._step
            yield Evidence(
                self.now,
                self._dice.choice(self._groups[place]),
                "worked",
                case,
                f"a{self._dice.randrange(9)}",
                frozenset({f"g{place}"}),
                topics,
            )

    def _new_case(self, number: int) -> tuple[str, int, frozenset[str]]:
        group = self._dice.randrange(len(self._groups))
        return f"c{number}", group, frozenset({f"product {group}.{self._dice.randrange(4)}", f"line {group % 20}"})

    def need(self, number: int) -> Need:
        """Make somebody need help now."""
        case, group, topics = self._new_case(number)
        asker = self._dice.choice(self._groups[group])
        return Need(self.now, asker, f"need {case}", "a1", frozenset({f"g{group}"}), topics)


def speed(people: int, evidence: int) -> float:
    """Print how long observing and ranking take; returns the 99th percentile of a whole ranking, in milliseconds."""
    ranker, organisation = Ranker(), Organisation(people, evidence)
    before, spent = _memory(), array("d")
    for one in organisation.evidence():
        begin = time.process_time()
        ranker.observe(one)
        spent.append((time.process_time() - begin) * 1e6)
    say(
        f"{people} people, {evidence} pieces of evidence: {median(spent):.0f} us to observe one, "
        f"{fmean(spent):.0f} us on average, {_memory() - before:.0f} MB held"
    )
    settle_in()  # as a node does
    return [_rankings(ranker, organisation, limit) for limit in (30, None)][-1]


def _memory() -> float:
    """Return the most memory that this process has held so far, in MB (Linux counts it in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _rankings(ranker: Ranker, organisation: Organisation, limit: int | None, count: int = 300) -> float:
    spent = []
    for number in range(count):
        need = organisation.need(number)
        begin = time.process_time()
        ranker.rank(need, limit)
        spent.append((time.process_time() - begin) * 1000)
    spent.sort()
    half, most = spent[count // 2], spent[count * 99 // 100]
    say(f"  rank, {'everybody' if limit is None else f'the first {limit}'}: p50 {half:.1f} ms, p99 {most:.1f} ms")
    return most


def main() -> bool:
    """Print everything; returns whether a ranking is fast enough."""
    for name, read in ARCHIVES.items():
        path = Path(os.environ.get("SOCIALBPM_DATA", "")) / name
        if "SOCIALBPM_DATA" in os.environ and path.exists():
            report(read(path))
        else:
            say(f"skipped {name}: set SOCIALBPM_DATA to the folder that holds it")
    slowest = [speed(*size) for size in SIZES]  # the smaller first: memory is counted by its peak
    holds = slowest[0] <= BAR_MS
    say(f"bar {'holds' if holds else 'DOES NOT HOLD'}: p99 {slowest[0]:.1f} of {BAR_MS:.0f} ms at the first size")
    return holds


def say(line: str) -> None:
    """Print: this is a program for the terminal."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(not main())
