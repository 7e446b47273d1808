"""The npm workspace of the extensions, installed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.node import extensions


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of `extensions/`, with what its lock file names, and the diagrams that it is held to beside it."""
    return extensions(tmp_path_factory.mktemp("extensions"))
