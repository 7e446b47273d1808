"""What sounds alike in other words: by embeddings, and by words only where a code or a rare word says more.

A code ("SAP-4711") means nothing to a model, and who names one means exactly that. Whether an equal blend is better
depends on the texts: on the public archives in docs/experience.md it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from socialbpm.experts.experience import Likeness, Told
from socialbpm.experts.words import words

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""Gives each text a vector of length 1; texts that mean the like have vectors that point the same way."""
ALIKE = 0.2
"""Below it two texts have nothing to do with each other."""
RARE_FROM = 10
"""Among so many texts a word that stands in one of them only is rare."""


def by_meaning(embed: Embed) -> Likeness:
    """Return how to compare by what texts mean, as `embed` sees it."""

    def likeness(text: str, told: Sequence[Told]) -> Mapping[str, float]:
        if not told or not text.strip():
            return {}
        asked, *vectors = embed([text, *(one.text for one in told)])
        alike = {one.id: _product(asked, vector) for one, vector in zip(told, vectors, strict=True)}
        named = _named(text, told)
        score = {id_: value + named[id_] for id_, value in alike.items() if value >= ALIKE or named[id_]}
        best = max(score.values(), default=1.0)
        return {id_: value / best for id_, value in score.items()}

    return likeness


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    return float(sum(a * b for a, b in zip(one, other, strict=True)))


def _named(text: str, told: Sequence[Told]) -> Counter[str]:
    """Return for each text how many of the codes and rare words that are asked for it names."""
    held = {one.id: set(words(one.text)) for one in told}
    often = Counter(word for has in held.values() for word in has)
    rare = {word for word in words(text) if is_code(word) or (len(told) >= RARE_FROM and often[word] == 1)}
    return Counter({id_: len(rare & has) for id_, has in held.items()})


def is_code(word: str) -> bool:
    """Whether a word names one thing instead of meaning something: there is a digit in it.

    >>> [is_code(word) for word in ("sap-4711", "6800", "freight")]
    [True, True, False]
    """
    return any(letter.isdigit() for letter in word)
