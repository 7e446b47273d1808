"""The people of the stories, and the moment they begin at."""

from __future__ import annotations

from datetime import UTC, datetime

from socialbpm.actions.people import Person
from socialbpm.directory.file_directory import FileDirectory
from socialbpm.directory.people_file import PeopleFile
from socialbpm.directory.seeded_history import Seeds

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""A Monday, nine o'clock in UTC: an hour at which everybody in `five_people` begins to work."""

_CASES_TOGETHER = 4


def five_people(*communities: str) -> PeopleFile:
    """Return the five people of a story: one for each way of standing to a task.

    Alice does the task, Bob works beside her (both in the group and lane Accounting), Carol has worked with Alice on
    four cases, Dana is in the communities, Eve is outside. All work Monday to Friday, nine to five, in UTC.

    Args:
        communities: Dana's. The default ladder finds the one that is named like the process or the task's id.

    >>> five_people("pay_invoice").directory.community("pay_invoice")
    ('dana',)
    """
    people = (
        Person("alice", "Alice", role_name="somebody in Accounting", groups=("Accounting",)),
        Person("bob", "Bob", role_name="somebody in Accounting", groups=("Accounting",)),
        Person("carol", "Carol", role_name="somebody in Purchasing", groups=("Purchasing",)),
        Person("dana", "Dana", role_name="somebody in Logistics", groups=("Logistics",), communities=communities),
        Person("eve", "Eve", role_name="somebody in Marketing", groups=("Marketing",)),
    )
    ties = {"alice": {"carol": _CASES_TOGETHER}, "carol": {"alice": _CASES_TOGETHER}}
    return PeopleFile(FileDirectory(people), Seeds(ties=ties))
