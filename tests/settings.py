"""Where data of other people is, if it is there: the setting SOCIALBPM_DATA names the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent


def public_data(relative: str) -> Path:
    """Return a file of the public data, or skip the test with a notice of how to have it."""
    folder = os.environ.get("SOCIALBPM_DATA")
    path = Path(folder or "") / relative
    if not folder or not path.exists():
        pytest.skip(f"needs the public file {relative}; set SOCIALBPM_DATA to the folder that holds it")
    return path
