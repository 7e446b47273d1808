"""Ids that sort by when they were made."""

from datetime import timedelta
from uuid import UUID

from socialbpm.store.ids import uuid7
from tests.store.road import MONDAY


def test_an_id_is_a_uuid_of_version_7() -> None:
    """Others can read it as one."""
    made = UUID(uuid7(MONDAY))
    assert made.version == 7
    assert made.int >> 80 == MONDAY.timestamp() * 1000


def test_ids_sort_by_when_they_were_made() -> None:
    """What is made a millisecond later sorts behind."""
    ids = [uuid7(MONDAY + timedelta(milliseconds=n)) for n in range(50)]
    assert ids == sorted(ids)


def test_no_two_ids_are_the_same() -> None:
    """In the same millisecond neither."""
    assert len({uuid7(MONDAY) for _ in range(1000)}) == 1000
