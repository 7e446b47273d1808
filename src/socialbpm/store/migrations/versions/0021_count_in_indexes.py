"""Let what is counted of a process be counted in indexes: who did a task, what was asked about it, what waits.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None
PAUSING = sa.text("kind IN ('paused', 'resumed')")
DID, DID_BEFORE = ["runtime", "process", "element_id", "person", "case_id"], ["runtime", "process", "element_id"]
OF_PROCESS, OF_PROCESS_BEFORE = ["process", "element_id", "runtime", "task_id"], ["process", "element_id"]


def upgrade() -> None:
    """Go forward."""
    op.drop_index(op.f("ix_work_runtime_process_element_id"), table_name="work")
    op.create_index(op.f("ix_work_runtime_process_element_id_person_case_id"), "work", DID)
    op.drop_index(op.f("ix_tasks_process_element_id"), table_name="tasks")
    op.create_index(op.f("ix_tasks_process_element_id_runtime_task_id"), "tasks", OF_PROCESS)
    names = ["discussion", "kind", "number"]
    op.create_index("ix_facts_pausing", "facts", names, sqlite_where=PAUSING, postgresql_where=PAUSING)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_facts_pausing", table_name="facts")
    op.drop_index(op.f("ix_tasks_process_element_id_runtime_task_id"), table_name="tasks")
    op.create_index(op.f("ix_tasks_process_element_id"), "tasks", OF_PROCESS_BEFORE)
    op.drop_index(op.f("ix_work_runtime_process_element_id_person_case_id"), table_name="work")
    op.create_index(op.f("ix_work_runtime_process_element_id"), "work", DID_BEFORE)
