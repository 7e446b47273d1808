"""Take subscriptions: webhooks of integrators.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from socialbpm.store.moment import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = AutoString()


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "subscriptions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("types", sa.JSON(), nullable=False),
        sa.Column("runtime", TEXT, nullable=True),
        sa.Column("process", TEXT, nullable=True),
        sa.Column("element_id", TEXT, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("stopped", TEXT, nullable=True),
        sa.Column("secrets", sa.JSON(), nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
    )
    op.create_index(op.f("ix_subscriptions_active"), "subscriptions", ["active"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("subscriptions")
