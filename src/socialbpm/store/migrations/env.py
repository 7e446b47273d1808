"""What Alembic runs: migrate the connection that it is handed, within the transaction that is open on it."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString

from socialbpm.store.moment import Moment
from socialbpm.store.tables import metadata
from socialbpm.store.tables.experience import WORDS_INDEX


def _render(kind: str, thing: Any, _: Any) -> str | Literal[False]:
    """Write types as what they are in the database: a migration must run whatever becomes of the classes."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    return "sa.String()" if kind == "type" and isinstance(thing, AutoString) else False


def _ours(name: str | None, kind: str, _: Any) -> bool:
    """Whether the tables know of it: the index of words they only have made."""
    return kind not in {"table", "index"} or not (name or "").startswith(WORDS_INDEX)


if __name__ == "env_py":  # the name that Alembic loads it by; to whoever else imports it there is nothing to migrate
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        render_item=_render,
        include_name=_ours,
    )
    context.run_migrations()
