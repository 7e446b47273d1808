"""Let people in who are at somebody else's page; find what ended in a quarter.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from socialbpm.store.moment import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "guests",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_guests")),
    )
    op.create_index(op.f("ix_guests_expires_at"), "guests", ["expires_at"])
    op.create_index(op.f("ix_guests_person"), "guests", ["person"])
    op.create_index(op.f("ix_discussions_ended_at"), "discussions", ["ended_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_discussions_ended_at"), table_name="discussions")
    op.drop_table("guests")
