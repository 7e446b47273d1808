"""Forget calls: those that were taken long ago are looked for by their age.

Revision ID: 0009
Revises: 0002
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

INDEX = "ix_receipts_created_at"


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index(INDEX, ["created_at"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_index(INDEX)
