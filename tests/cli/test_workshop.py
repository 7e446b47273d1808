"""The process behind the demo: it is SpiffWorkflow, and goes on whatever the service does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from socialbpm.assets import shipped
from socialbpm.cli.workshop import Workshop
from socialbpm.directory.people_file import read

NOBODY = "http://127.0.0.1:9"
"""Where no service is."""


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    """The demo's cases, without a service."""
    made = Workshop(NOBODY, "key", read(shipped("people.yaml")).directory)
    made.start()
    yield made
    made.stop()


def test_tasks_are_for_whoever_does_them(workshop: Workshop) -> None:
    """Alice has two invoices to check, each with what its case knows; nobody else has anything."""
    jobs = workshop.jobs("alice")
    assert [(job.name, job.case) for job in jobs] == [
        ("Check invoice", "RE-2026-0417"),
        ("Check invoice", "INV-88213"),
    ]
    assert jobs[1].data == {"invoice_no": "INV-88213", "amount": 865.0, "supplier": "Pine Valley Tools"}
    assert workshop.jobs("frank") == []


def test_completing_a_task_moves_the_process_on(workshop: Workshop) -> None:
    """Also while the service is not there: Frank has the invoice to approve, and Alice one less to check."""
    first = workshop.jobs("alice")[0]
    assert workshop.complete(first.id, "alice")
    assert [job.case for job in workshop.jobs("alice")] == ["INV-88213"]
    assert [(job.name, job.case) for job in workshop.jobs("frank")] == [("Approve invoice", "RE-2026-0417")]


def test_nobody_does_the_task_of_another(workshop: Workshop) -> None:
    """Nor one that is done, or was never there."""
    first = workshop.jobs("alice")[0]
    assert not workshop.complete(first.id, "eve")
    assert workshop.complete(first.id, "alice")
    assert not workshop.complete(first.id, "alice")
    assert not workshop.complete("nothing", "alice")
