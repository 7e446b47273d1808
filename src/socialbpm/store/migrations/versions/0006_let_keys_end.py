"""Let keys end: each has an id to be named by, may expire, and says when it was last used.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward. Keys that are there get an id that is made of their hash, which tells nothing of them."""
    with op.batch_alter_table("principals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE principals SET id = substr(token_hash, 1, 32)")
    with op.batch_alter_table("principals", schema=None) as batch_op:
        batch_op.alter_column("id", existing_type=sa.String(), nullable=False)
        batch_op.create_index("uq_principals_id", ["id"], unique=True)
        batch_op.create_index(batch_op.f("ix_principals_kind_subject_id"), ["kind", "subject", "id"], unique=False)


def downgrade() -> None:
    """Go back. A key that has expired is revoked, or it would be valid again."""
    op.execute("UPDATE principals SET revoked_at = expires_at WHERE revoked_at IS NULL AND expires_at IS NOT NULL")
    with op.batch_alter_table("principals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_principals_kind_subject_id"))
        batch_op.drop_index("uq_principals_id")
        batch_op.drop_column("used_at")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("id")
