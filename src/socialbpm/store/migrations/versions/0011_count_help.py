"""Count help: the tasks of a process are found without reading all tasks.

Revision ID: 0011
Revises: 0010
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_index(op.f("ix_tasks_process_element_id"), "tasks", ["process", "element_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_tasks_process_element_id"), table_name="tasks")
