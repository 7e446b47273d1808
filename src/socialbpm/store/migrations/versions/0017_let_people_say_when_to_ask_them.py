"""Let people say when, by whom and about what they are asked; know what is new to them.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "preferences",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("now", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_preferences")),
    )
    op.create_index(op.f("ix_preferences_number"), "preferences", ["number"])
    op.create_table(
        "looks",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.id"], name=op.f("fk_looks_discussion")),
        sa.PrimaryKeyConstraint("person", "discussion", name=op.f("pk_looks")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("looks")
    op.drop_index(op.f("ix_preferences_number"), table_name="preferences")
    op.drop_table("preferences")
