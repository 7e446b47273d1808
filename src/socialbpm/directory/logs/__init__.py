"""Event logs of past work, read as a stream: XES (IEEE 1849-2023), and OCEL 2.0 as XML, JSON or SQLite.

`events` gives what a file holds, one event after the other, in constant memory; `Choice.evidence` makes evidence of
one. What cannot be used comes as `Rejected`, with its place: nothing is lost without a word.
"""

from socialbpm.directory.logs.choice import Choice, zone
from socialbpm.directory.logs.files import events, is_object_centric, size
from socialbpm.directory.logs.happened import Happened, Rejected

__all__ = ["Choice", "Happened", "Rejected", "events", "is_object_centric", "size", "zone"]
