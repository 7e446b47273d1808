"""Send letters: what leaves the service by itself, where runtimes may be called, and values that can be erased.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from socialbpm.store.moment import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = AutoString()


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "callbacks",
        sa.Column("runtime", TEXT, nullable=False),
        sa.Column("base_urls", sa.JSON(), nullable=False),
        sa.Column("webhook", TEXT, nullable=True),
        sa.Column("secrets", sa.JSON(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("runtime", name=op.f("pk_callbacks")),
    )
    op.create_table(
        "letters",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("receiver_kind", TEXT, nullable=False),
        sa.Column("receiver", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("attempts", sa.JSON(), nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.CheckConstraint("receiver_kind IN ('runtime', 'subscription')", name=op.f("ck_letters_receiver_kind")),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dead')", name=op.f("ck_letters_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index(op.f("ix_letters_due_at"), "letters", ["due_at"])
    of_one = ["receiver_kind", "receiver", "created_at", "id"]
    op.create_index(op.f("ix_letters_receiver_kind_receiver_created_at_id"), "letters", of_one)
    op.create_index(op.f("ix_letters_state_created_at_id"), "letters", ["state", "created_at", "id"])
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("value", TEXT, nullable=True))


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_column("value")
    op.drop_table("letters")
    op.drop_table("callbacks")
