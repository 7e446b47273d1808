"""Forget calls by their age; keep what changed, in order, for whoever follows it live.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from socialbpm.store.moment import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

RECEIPTS = "ix_receipts_created_at"
NEW = sa.text("number IS NULL")


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index(RECEIPTS, ["created_at"], unique=False)
    op.create_table(
        "changes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.id"], name=op.f("fk_changes_discussion")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    with op.batch_alter_table("changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_changes_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_changes_discussion_number"), ["discussion", "number"], unique=False)
        batch_op.create_index("ix_changes_new", ["discussion", "first"], sqlite_where=NEW, postgresql_where=NEW)
        batch_op.create_index("uq_changes_number", ["number"], unique=True)


def downgrade() -> None:
    """Go back."""
    op.drop_table("changes")
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_index(RECEIPTS)
