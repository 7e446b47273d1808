"""Server-sent events, read line by line: the same for both clients. Nothing is sent or waited for in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from socialbpm.client.call import strange
from socialbpm.contract.streams import StreamEvent

MEDIA_TYPE = "text/event-stream"
SILENCE = 40.0
"""Seconds without a sign of life after which the connection is taken for lost; the service gives one every 15."""


@dataclass
class Reader:
    """Puts lines together to events, and remembers the last one's id: that is where to go on.

    >>> reader = Reader("https://help.example", None)
    >>> [reader.line(line) for line in (": ping", "event: ready", "id: x1", "")][-1]
    StreamEvent(id='x1', event='ready', data=None)
    >>> reader.last
    'x1'
    """

    url: str
    last: str | None
    _fields: dict[str, str] = field(default_factory=dict)

    def headers(self) -> dict[str, str]:
        """Return what to ask with: where to go on."""
        return {"Accept": MEDIA_TYPE, **({} if self.last is None else {"Last-Event-ID": self.last})}

    def lost(self) -> None:
        """Leave aside what was begun on a connection that is gone."""
        self._fields = {}

    def line(self, line: str) -> StreamEvent | None:
        """Take a line; return the event that it completes, if it does.

        Raises:
            TransportError: it is not one of this service.
        """
        if line:
            name, _, value = line.partition(":")
            if name:
                self._fields[name] = value.removeprefix(" ")
            return None
        said, self._fields = self._fields, {}
        return self._event(said) if "event" in said else None

    def _event(self, said: dict[str, str]) -> StreamEvent:
        try:
            found = {"id": said["id"], "event": said["event"], "data": json.loads(said.get("data", "null"))}
            event = StreamEvent.model_validate_json(json.dumps(found), extra="ignore")
        except (KeyError, ValueError) as error:  # pydantic's error is a ValueError
            raise strange(self.url, "an event that is not as agreed") from error
        self.last = event.id
        return event
