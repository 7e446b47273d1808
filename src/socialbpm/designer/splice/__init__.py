"""`add` and `remove`: the element or the drawn event in an existing file, of which nothing else is touched.

A parser that reads a file and writes it again changes quotes, line ends and spaces, and with that every line of a
diagram that people keep under version control. Here bytes are put in between, and the rest stays as it was.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from socialbpm.designer.reading import read_diagram
from socialbpm.designer.splice.add import Adding, hosts_for
from socialbpm.designer.splice.edits import Edit, edited
from socialbpm.designer.splice.file import File, refuse
from socialbpm.designer.splice.remove import Removing, hosts_with
from socialbpm.errors import DiagramError

__all__ = ["Spliced", "add", "remove"]


@dataclass(frozen=True)
class Spliced:
    """A file after it was changed."""

    data: bytes
    tasks: tuple[str, ...]
    """The ids of the tasks that got or lost something."""
    without_room: tuple[str, ...] = ()
    """The ids of those that were left alone, because nothing fits on their border."""


def add(data: bytes, name: str, *, tasks: Collection[str] | None = None, bare: bool = False) -> Spliced:
    """Put a socialize event on tasks of a diagram.

    Args:
        data: the file, in whatever encoding it declares.
        name: its name, for messages.
        tasks: ids of user tasks and manual tasks; None: all that can have an event and have none.
        bare: put only the element on the task, instead of drawing an event.

    Raises:
        DiagramError: it cannot be read; `no-user-task`, `unknown-task`, `two-on-one-task`; `no-room` on a border;
            `cannot-be-kept`: it would not come back as it was. A task without room that was not named is left alone.
    """
    file = File(data, name)
    hosts = hosts_for(file, tasks)
    adding = Adding(file)
    edits: list[Edit] = []
    full: list[str] = []
    for host in hosts:
        try:
            edits += adding.element(host) if bare else adding.event(host)
        except DiagramError as error:
            if tasks is not None or error.code != "no-room":
                raise
            full.append(str(host.get("id")))
    added = tuple(identity for host in hosts if (identity := str(host.get("id"))) not in full)
    after = file.source.write(edited(file.text, [*edits, *adding.escalations(hosts)]))
    if added and remove(after, name, tasks=added).data != data:
        message = "what would be added could not be taken away again without a trace"
        raise refuse(file, "cannot-be-kept", message, "Draw the event in a modeler.")
    return Spliced(after, added, tuple(full))


def remove(data: bytes, name: str, *, tasks: Collection[str] | None = None) -> Spliced:
    """Take away what `add` put into a file, which then is what it was; and what was drawn like it.

    Raises:
        DiagramError: it cannot be read; `nothing-to-remove`; `event-in-use`; `cannot-be-kept`.
    """
    file = File(data, name)
    hosts = hosts_with(file, tasks)
    after = file.source.write(edited(file.text, Removing(file, hosts).edits()))
    read_diagram(after, file=name)
    return Spliced(after, tuple(hosts))
