"""Keep evidence: what people were seen to do elsewhere, and how far each log was read.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "evidence",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asker", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('worked', 'answered', 'accepted', 'passed', 'declared')", name=op.f("ck_evidence_kind")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_at_key"), "evidence", ["at", "key"])
    op.create_table(
        "imports",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("through", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_imports")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("imports")
    op.drop_index(op.f("ix_evidence_at_key"), table_name="evidence")
    op.drop_table("evidence")
