"""What the environment tells the tests.

SOCIALBPM_DATA names the folder with data of other people, if they are there. SOCIALBPM_CRASH_SEED is the one run of the
crash matrix that is wanted, SOCIALBPM_NODES_SEED the one round with killed nodes.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

REPOSITORY = Path(__file__).parent.parent


def public_data(relative: str) -> Path:
    """Return a file of the public data, or skip the test with a notice of how to have it."""
    folder = os.environ.get("SOCIALBPM_DATA")
    path = Path(folder or "") / relative
    if not folder or not path.exists():
        pytest.skip(f"needs the public file {relative}; set SOCIALBPM_DATA to the folder that holds it")
    return path


def crash_seeds(few: int, many: int) -> list[ParameterSet]:
    """Return `few` seeds of the crash matrix and `many` long ones; or only the one that SOCIALBPM_CRASH_SEED names."""
    return _seeds("SOCIALBPM_CRASH_SEED", few, many)


def node_seeds(few: int, many: int) -> list[ParameterSet]:
    """Return `few` seeds of rounds with killed nodes and `many` long ones; or only that of SOCIALBPM_NODES_SEED."""
    return _seeds("SOCIALBPM_NODES_SEED", few, many)


def _seeds(setting: str, few: int, many: int) -> list[ParameterSet]:
    seed = os.environ.get(setting)
    if seed is not None:
        return [pytest.param(int(seed))]
    more = range(few, few + many)
    return [*map(pytest.param, range(few)), *(pytest.param(seed, marks=pytest.mark.long) for seed in more)]
