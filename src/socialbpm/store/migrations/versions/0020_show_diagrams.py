"""Show where a task is in its process.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

from socialbpm.store.moment import Moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "diagrams",
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("xml", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("runtime", "process", name=op.f("pk_diagrams")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("diagrams")
