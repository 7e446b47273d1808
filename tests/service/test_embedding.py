"""The model of the extra `semantic` works as it is installed, without anything from elsewhere."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from typing import Any

import pytest

from socialbpm.config import Settings
from socialbpm.errors import Invalid
from socialbpm.experts.experience import Told, rank
from socialbpm.service import embedding
from socialbpm.service.app import create_app

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
TOLD = [
    Told("freight", "Which account do freight costs go to?", MONDAY, here=False),
    Told("signs", "Who signs invoices above 10000?", MONDAY, here=False),
    Told("lunch", "Is lunch on Friday?", MONDAY, here=False),
]


def no_network(*_: Any, **__: Any) -> Any:
    """Fail whatever wants to go out."""
    raise OSError("there is no network")


def test_it_finds_other_words_for_the_same_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wheel has all that it needs."""
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    embedding._model.cache_clear()
    assert rank(TOLD, "Where do I book transport charges?", embedding.likeness_by("meaning"))[0] == "freight"


def test_without_the_extra_it_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at the first question, but at the start."""
    monkeypatch.setattr(embedding, "find_spec", lambda _: None)
    with pytest.raises(Invalid, match=r"socialbpm\[semantic\]"):
        embedding.likeness_by("meaning")
    assert create_app(Settings(experience_likeness="words")) is not None
