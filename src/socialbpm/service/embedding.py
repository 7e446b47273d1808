"""A small model of what words mean, which comes inside a wheel (extra `semantic`): nothing is downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from socialbpm.errors import Invalid
from socialbpm.experts.experience import Likeness, by_words
from socialbpm.experts.meaning import by_meaning


def likeness_by(how: str) -> Likeness:
    """Return how texts are compared: by `words`, or by `meaning`, whose model is loaded when it is first asked.

    Raises:
        Invalid: the extra is not installed.
    """
    if how == "words":
        return by_words
    if find_spec("wordllama") is None:
        msg = "SOCIALBPM_EXPERIENCE_LIKENESS: meaning needs a model that is not installed"
        raise Invalid(msg, hint="pip install 'socialbpm[semantic]', or leave it at words.", code="settings-invalid")
    return by_meaning(embed)


def embed(texts: Sequence[str]) -> Sequence[Sequence[float]]:
    """Return what texts mean, as vectors of length 1."""
    vectors: list[list[float]] = _model().embed(list(texts), norm=True).tolist()
    return vectors


@cache
def _model() -> Any:
    """Load the model from the package itself; it would look in a cache and at a hub else."""
    import wordllama  # type: ignore[import-untyped]  # it says nothing of its types

    folder = Path(wordllama.__file__).parent
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)
