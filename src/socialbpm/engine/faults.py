"""The error that a diagram gets, for hosts that know socialbpm and for those that only know SpiffWorkflow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from socialbpm.errors import DiagramError


class InvalidDiagram(DiagramError, ValidationException):  # type: ignore[misc]  # SpiffWorkflow is untyped
    """A `DiagramError` that is SpiffWorkflow's `ValidationException` as well.

    A host that has run diagrams before it knew socialbpm catches `ValidationException`; it should not have to learn a
    second one. There is a hard reason, too: `TaskParser.parse_node` lets a `ValidationException` through and turns
    every other exception into the `repr` of itself.
    """

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
        super().__init__(message, file=file, line=line, element=element, hint=hint, code=code)
        self.file_name = file or ""
        self.line_number = line or ""
        self.id = element or ""


@contextmanager
def as_invalid_diagram() -> Iterator[None]:
    """Let what the contract refuses be seen by hosts that catch `ValidationException`."""
    try:
        yield
    except InvalidDiagram:
        raise
    except DiagramError as error:
        raise InvalidDiagram(
            error.message, file=error.file, line=error.line, element=error.element, hint=error.hint, code=error.code
        ) from None
