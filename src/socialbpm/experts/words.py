"""Who has helped with what sounds alike: an index of texts by their words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from math import log
from typing import NamedTuple

from socialbpm.experts.evidence import PersonId

LATEST = 200
"""Texts that a word remembers: the rarer a word, the further back it reaches."""

ALIKE = 40
"""Texts that are looked at, the most alike first."""

_WORD = re.compile(r"[^\W_][\w+#.-]*[\w+#]")
_COMMON = 0.3  # a word that stands in more than this part of all texts says nothing
_SATURATION, _LENGTH = 1.2, 0.75  # the usual constants of BM25 (Robertson and Zaragoza, 2009)


def words(text: str) -> list[str]:
    """Return the words of a text, in lower case, without a plural s.

    >>> words("Which cost centers? SAP-4711 says no")
    ['which', 'cost', 'center', 'sap-4711', 'say', 'no']
    """
    found = _WORD.findall(text.lower())
    return [word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word for word in found]


class _Text(NamedTuple):
    length: int
    helped: list[tuple[PersonId, float]]


class Archive:
    """The texts of cases and who helped there.

    >>> archive = Archive()
    >>> archive.add("q1", "Which account do freight costs go to?")
    >>> archive.helped("q1", "carol", 20_000.0)
    >>> archive.alike("freight account")
    [('q1', 1.0)]
    >>> archive.who_helped("q1")
    [('carol', 20000.0)]
    """

    def __init__(self) -> None:
        self._texts: dict[str, _Text] = {}
        self._holding: defaultdict[str, deque[tuple[str, int]]] = defaultdict(lambda: deque(maxlen=LATEST))
        self._often: Counter[str] = Counter()
        self._words = 0

    def add(self, case: str, text: str) -> None:
        """Index the text of a case, if it has any words."""
        counted = Counter(words(text))
        if not counted:
            return
        self._texts[case] = _Text(counted.total(), [])
        self._words += counted.total()
        for word, times in counted.items():
            self._holding[word].append((case, times))
            self._often[word] += 1

    def helped(self, case: str, person: PersonId, day: float) -> None:
        """Note that somebody helped with a case, if its text is known."""
        if case in self._texts:
            self._texts[case].helped.append((person, day))

    def who_helped(self, case: str) -> list[tuple[PersonId, float]]:
        """Return who helped with a case, and on which day."""
        return self._texts[case].helped

    def alike(self, text: str, but: str = "") -> list[tuple[str, float]]:
        """Return the cases that sound most alike, `but` for one, each compared with the most alike (BM25)."""
        likeness: defaultdict[str, float] = defaultdict(float)
        for word, times in Counter(words(text)).items():
            if 0 < self._often[word] <= _COMMON * len(self._texts) + 5:
                self._add_likeness(likeness, word, min(times, 3))
        likeness.pop(but, None)
        best = sorted(likeness.items(), key=lambda one: (-one[1], one[0]))[:ALIKE]
        return [(case, value / best[0][1]) for case, value in best]

    def _add_likeness(self, likeness: defaultdict[str, float], word: str, times: int) -> None:
        count, often, mean = len(self._texts), self._often[word], self._words / len(self._texts)
        rarity = times * log(1.0 + (count - often + 0.5) / (often + 0.5))
        for case, within in self._holding[word]:
            length = 1.0 - _LENGTH + _LENGTH * self._texts[case].length / mean
            likeness[case] += rarity * within * (_SATURATION + 1.0) / (within + _SATURATION * length)
