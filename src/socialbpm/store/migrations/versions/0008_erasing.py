"""Keep who is erased, what is held, and when discussions ended.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "erasures",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last", sa.String(), nullable=False),
        sa.Column("discussions", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("how IN ('empty', 'pseudonymise')", name=op.f("ck_erasures_how")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_erasures")),
    )
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasures_look_at"), ["look_at"], unique=False)

    op.create_table(
        "holds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('discussion', 'case', 'person')", name=op.f("ck_holds_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holds_released_at"), ["released_at"], unique=False)

    op.add_column("discussions", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("discussions", sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE discussions SET ended_at = "
        "(SELECT max(facts.at) FROM facts WHERE facts.discussion = discussions.id AND facts.kind = 'ended')"
    )
    op.create_index(op.f("ix_discussions_emptied_at_ended_at"), "discussions", ["emptied_at", "ended_at"], unique=False)


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_discussions_emptied_at_ended_at"), "discussions")
    op.drop_column("discussions", "emptied_at")
    op.drop_column("discussions", "ended_at")
    with op.batch_alter_table("holds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holds_released_at"))

    op.drop_table("holds")
    with op.batch_alter_table("erasures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_erasures_look_at"))

    op.drop_table("erasures")
