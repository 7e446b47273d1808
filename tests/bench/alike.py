"""How well experience is found by words, by what it means, and by both: `python -m tests.bench.alike`.

Of each question of the public archives somebody knows only the title. Looked for is what was said under it: once the
question's own body, in which words of the title come again, and once its answer, which says it in other words. MRR is
the mean of one over the rank at which it is found among all of the archive, Hit@5 how often it is among the first five.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean
from xml.etree import ElementTree as ET

from socialbpm.experts.experience import Likeness, Told, by_words
from socialbpm.experts.meaning import by_meaning
from socialbpm.service.embedding import embed
from tests.bench.experts import say

ARCHIVES = ("qa/se_meta_posts.xml", "qa/se_coffee_posts.xml")
AT_MOST = 150
"""Titles of each archive that are asked for, spread over all of it."""


@cache
def _vector(text: str) -> Sequence[float]:
    return embed([text])[0]


def _vectors(texts: Sequence[str]) -> Sequence[Sequence[float]]:
    return [_vector(text) for text in texts]


def meaning_alone(text: str, told: Sequence[Told]) -> Mapping[str, float]:
    """Compare by embeddings and nothing else."""
    asked, *vectors = _vectors([text, *(one.text for one in told)])
    return {one.id: sum(a * b for a, b in zip(asked, v, strict=True)) for one, v in zip(told, vectors, strict=True)}


def blend(text: str, told: Sequence[Told]) -> Mapping[str, float]:
    """Add both, of equal weight."""
    by, meant = by_words(text, told), meaning_alone(text, told)
    best = max(meant.values())
    return {one.id: by.get(one.id, 0.0) + meant[one.id] / best for one in told}


WAYS: Mapping[str, Likeness] = {
    "words": by_words,
    "meaning": by_meaning(_vectors),
    "embeddings alone": meaning_alone,
    "equal blend": blend,
}
"""`words` and `meaning` are what the service does; see SOCIALBPM_EXPERIENCE_LIKENESS."""


def read(path: Path) -> dict[str, tuple[str, str, str]]:
    """Return of each question that was answered its title, its body, and its best answer."""
    rows = [row.attrib for row in ET.parse(path).getroot()]  # noqa: S314  # an archive that one has chosen to measure on
    best: dict[str, tuple[int, str]] = {}
    for row in rows:
        if row["PostTypeId"] == "2" and "ParentId" in row:
            scored = (int(row.get("Score", "0")), _plain(row["Body"]))
            best[row["ParentId"]] = max(best.get(row["ParentId"], scored), scored)
    asked = [row for row in rows if row["PostTypeId"] == "1" and row["Id"] in best]
    return {row["Id"]: (row["Title"], _plain(row["Body"]), best[row["Id"]][1]) for row in asked}


def _plain(body: str) -> str:
    return html.unescape(re.sub("<[^>]+>", " ", body))


def measure(likeness: Likeness, asked: Mapping[str, str], told: Sequence[Told]) -> tuple[float, float]:
    """Return MRR and Hit@5 of finding what belongs to each title."""
    ranks = [_rank(likeness(title, told), id_) for id_, title in asked.items()]
    return fmean(1 / rank if rank else 0.0 for rank in ranks), fmean(bool(rank) and rank <= 5 for rank in ranks)


def _rank(alike: Mapping[str, float], wanted: str) -> int:
    """Return as which it is found; 0: not at all."""
    if wanted not in alike:
        return 0
    return 1 + sum((-value, id_) < (-alike[wanted], wanted) for id_, value in alike.items())


def report(name: str, said: Mapping[str, tuple[str, str, str]]) -> None:
    """Print the measures of one archive."""
    some = list(said)[:: max(1, len(said) // AT_MOST)]
    parts: Mapping[str, Callable[[tuple[str, str, str]], str]] = {
        "body": lambda one: one[1],
        "answer": lambda one: one[2],
    }
    for part, of in parts.items():
        told = [Told(id_, of(one), datetime(2026, 1, 1, tzinfo=UTC), here=True) for id_, one in said.items()]
        say(f"{name}: the {part} of {len(some)} titles, among {len(told)}")
        for way, likeness in WAYS.items():
            mrr, hit = measure(likeness, {id_: said[id_][0] for id_ in some}, told)
            say(f"  {way:18} MRR {mrr:.3f}  Hit@5 {hit:.3f}")


def main() -> None:
    """Print the measures of all archives that are there; there is no bar."""
    if find_spec("wordllama") is None:
        say("skipped what experience means: pip install 'socialbpm[semantic]'")
        return
    for name in ARCHIVES:
        path = Path(os.environ.get("SOCIALBPM_DATA", "")) / name
        if "SOCIALBPM_DATA" in os.environ and path.exists():
            report(name, read(path))
        else:
            say(f"skipped {name}: set SOCIALBPM_DATA to the folder that holds it")


if __name__ == "__main__":
    main()
