"""Files that are shipped with the package: sample diagrams, the demo's people, what errors mean."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
REPOSITORY = PACKAGE.parent.parent

_PLACES = {
    "purchase_invoice.bpmn": ("shipped/bpmn/purchase_invoice.bpmn", "bpmn/purchase_invoice.bpmn"),
    "errors.md": ("shipped/errors.md", "docs/errors.md"),
    "people.yaml": ("shipped/people.yaml", "examples/people.yaml"),
}

_FOLDERS = {
    "bpmn": ("shipped/bpmn", "bpmn"),
    "extensions": ("shipped/extensions", "extensions"),
}


def shipped(name: str) -> Path:
    """Return where a shipped file is: in the installed package, else in the checkout that it is built from.

    Raises:
        FileNotFoundError: the package was built without it.
    """
    return _found(name, *_PLACES[name])


def shipped_folder(name: str) -> Path:
    """Return where a shipped folder is: `bpmn`, the samples; `extensions`, what modelers load.

    Raises:
        FileNotFoundError: the package was built without it.
    """
    return _found(name, *_FOLDERS[name])


def _found(name: str, in_package: str, in_repository: str) -> Path:
    for path in (PACKAGE / in_package, REPOSITORY / in_repository):
        if path.exists():
            return path
    msg = f"{name} is missing from this installation of socialbpm; install it again"
    raise FileNotFoundError(msg)
