"""One tree of errors, each with a stable `code` that the API, the CLI and the docs share.

    SocialbpmError
      DiagramError             something in a .bpmn file: names file, line and element
      PeopleFileError          something in the people file
      EngineError              the plugin, on the runtime's side
        TaskClosed             the task is not open any more
        NotTheirsToAsk         only the owner, or a candidate of an unclaimed task, may ask
        NotSocialized          the task has no `socialize` element
        TransportError         the service could not be reached or refused; the request stays pending
      Refused                  the rules say no: what was asked is not allowed now, or not to this person
      Conflict                 the same id with another body, a task that is closed
      NotFound                 does not exist, or may not be seen: deliberately the same answer
      Unauthorized             no credential, or an unknown one
      TooMany                  so many calls that others would suffer
      Unavailable              something that this needs does not answer now; the same may work later
      Invalid                  the request is malformed

A message says what happened and where; `hint` says what to do next.
"""

from __future__ import annotations

from typing import Any, ClassVar


class SocialbpmError(Exception):
    """Something that socialbpm refuses or cannot do; `code` is stable, the text is for people."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, hint: str = "", code: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = details
        if code is not None:
            self.code = code  # type: ignore[misc]  # an error of one class may name a finer case

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class DiagramError(SocialbpmError):
    """A diagram says something that socialbpm cannot run.

    >>> print(DiagramError("ring x is unknown", file="a.bpmn", line=3, element="t", hint="Use y.", code="unknown-ring"))
    a.bpmn:3 t: ring x is unknown
      Use y.
      [unknown-ring]
    """

    code = "diagram-invalid"

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        element: str | None = None,
        hint: str = "",
        code: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, code=code)
        self.file = file
        self.line = line
        self.element = element

    def __str__(self) -> str:
        place = f"{self.file or '<string>'}{f':{self.line}' if self.line else ''}"
        head = f"{place} {self.element}: {self.message}" if self.element else f"{place}: {self.message}"
        return "\n  ".join(part for part in (head, self.hint, f"[{self.code}]") if part)


class PeopleFileError(SocialbpmError):
    """The people file says something that cannot be used."""

    code = "people-file-invalid"


class EngineError(SocialbpmError):
    """The plugin, on the runtime's side, cannot do what it was asked to."""

    code = "engine"


class TaskClosed(EngineError):
    """The task is not open any more, so nobody can be stuck in it."""

    code = "task_closed"


class NotTheirsToAsk(EngineError):
    """Only the actual owner, or a potential owner of an unclaimed task, may socialize a task."""

    code = "not_theirs_to_ask"


class NotSocialized(EngineError):
    """The task has no `socialize` element, or only a timer may fire it."""

    code = "not_socialized"


class PluginMissing(EngineError):
    """A saved state has the plugin's events in it, and the serializer does not know them."""

    code = "plugin_missing"


class TransportError(EngineError):
    """The service could not be reached, or refused; what was to be sent is still pending."""

    code = "transport"


class Refused(SocialbpmError):
    """The rules say no. The state is as it was."""

    code = "refused"


class Conflict(SocialbpmError):
    """What was sent contradicts what is already there."""

    code = "conflict"


class NotFound(SocialbpmError):
    """Does not exist, or may not be seen; the caller cannot tell which (law 2)."""

    code = "not_found"


class Unauthorized(SocialbpmError):
    """No credential came with the request, or one that is not known."""

    code = "unauthorized"


class Unavailable(SocialbpmError):
    """Something that this needs does not answer now; the same may work later."""

    code = "unavailable"


class TooMany(SocialbpmError):
    """Somebody calls so often that others would suffer; the detail `retry_after` says for how many seconds not to."""

    code = "too_many_calls"


class Invalid(SocialbpmError):
    """The request is malformed."""

    code = "invalid"
