"""List tasks: whose each open one is.

Revision ID: 0014
Revises: 0013
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: also those that are open already are listed."""
    candidates = op.create_table(
        "candidates",
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["runtime", "task_id"], ["tasks.runtime", "tasks.task_id"], name=op.f("fk_candidates_runtime_task_id")
        ),
        sa.PrimaryKeyConstraint("who", "runtime", "task_id", name=op.f("pk_candidates")),
    )
    op.create_index(op.f("ix_candidates_runtime_task_id"), "candidates", ["runtime", "task_id"])
    rows = op.get_bind().execute(sa.text("SELECT runtime, task_id, lane, people FROM tasks WHERE ended_at IS NULL"))
    found = [
        {"who": who, "runtime": runtime, "task_id": task_id}
        for runtime, task_id, lane, people in rows
        for who in _whose(json.loads(people) if isinstance(people, str) else people, lane)
    ]
    if found:
        op.bulk_insert(candidates, found)


def _whose(people: dict[str, Any], lane: str | None) -> list[str]:
    """Return whose a task is, as this revision keeps it."""
    owner, may = people.get("actual_owner"), people.get("potential_owners") or ()
    names = [owner] if owner else list(dict.fromkeys(may))
    if not names:
        return [f"lane:{lane}"] if lane else []
    return [name if name.startswith("group:") else f"person:{name}" for name in names]


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_candidates_runtime_task_id"), table_name="candidates")
    op.drop_table("candidates")
