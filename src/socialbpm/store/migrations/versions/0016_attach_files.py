"""Attach files to posts.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "attachments",
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["content"], ["contents.id"], name=op.f("fk_attachments_content")),
        sa.PrimaryKeyConstraint("content", name=op.f("pk_attachments")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("attachments")
