"""`socialbpm generate`: files that are made from the code and checked in beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from socialbpm.errors import Invalid
from socialbpm.service.generated import generated_files


def write(top: Path, *, check: bool) -> Iterator[str]:
    """Write what has changed and say which files; with `check`, only look.

    Raises:
        Invalid: with `check`, a file is not up to date.
    """
    stale = [path for path, text in generated_files().items() if _differs(top / path, text)]
    if check and stale:
        msg = f"not up to date: {', '.join(str(path) for path in stale)}"
        raise Invalid(msg, hint="Run `make generate` and commit what changes.", code="generated_files_stale")
    for path in stale:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(generated_files()[path], encoding="utf-8")
        yield f"wrote {path}"


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_text(encoding="utf-8") != text
