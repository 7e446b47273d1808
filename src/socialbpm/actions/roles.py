"""What else a person may, as words: `admin`, `provisioner`, and `process_owner:NAME` for each process that is theirs.

None of them lets anybody read a discussion (law 2): they say what may be done with what one sees, or without seeing.
"""

from __future__ import annotations

from collections.abc import Collection

from socialbpm.errors import Invalid

ADMIN = "admin"
"""Runs the service."""
PROVISIONER = "provisioner"
"""Says who is who, by SCIM, and does nothing else; it need be nobody in the directory."""
PROCESS_OWNER = "process_owner:"
"""Answers for a process: its id in the diagram stands behind this."""


def is_role(word: str) -> bool:
    """Whether a word is a role.

    >>> is_role("process_owner:pay_invoice"), is_role("process_owner:"), is_role("root")
    (True, False, False)
    """
    return word in (ADMIN, PROVISIONER) or (word.startswith(PROCESS_OWNER) and word != PROCESS_OWNER)


def checked(word: str) -> str:
    """Return a role.

    Raises:
        Invalid: it is none.
    """
    if is_role(word):
        return word
    hint = f"Use `{ADMIN}`, `{PROVISIONER}`, or `{PROCESS_OWNER}` and the id of a process."
    raise Invalid(f"{word!r} is not a role", hint=hint, code="unknown_role")


def owns(roles: Collection[str], process: str) -> bool:
    """Whether somebody with these roles answers for a process."""
    return f"{PROCESS_OWNER}{process}" in roles
