"""Keep evidence of what happens here, in the order of commits; say of asks when they were made.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from socialbpm.store.moment import Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KIND = "kind IN ('worked', 'answered', 'accepted', 'passed', 'declared')"
KIND_OR_ASKED = "kind IN ('worked', 'answered', 'accepted', 'passed', 'declared', 'asked')"
ORIGIN = "origin IN ('log', 'runtime', 'discussion')"
NEW = sa.text("number IS NULL")
NUMBER = """
    UPDATE evidence SET number = counted.number
    FROM (SELECT key, row_number() OVER (ORDER BY at, key) AS number FROM evidence) AS counted
    WHERE counted.key = evidence.key
"""


def upgrade() -> None:
    """Go forward. All evidence that is there was imported; asks are dated by when they would lapse, at the latest."""
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("origin", sa.String(), nullable=False, server_default="log"))
        batch_op.add_column(sa.Column("number", sa.BigInteger(), nullable=True))
        batch_op.drop_constraint(batch_op.f("ck_evidence_kind"), type_="check")
    op.execute(NUMBER)
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.alter_column("origin", existing_type=sa.String(), server_default=None)
        batch_op.create_check_constraint(batch_op.f("ck_evidence_kind"), KIND_OR_ASKED)
        batch_op.create_check_constraint(batch_op.f("ck_evidence_origin"), ORIGIN)
        batch_op.create_index(batch_op.f("ix_evidence_asker_person"), ["asker", "person"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_person"), ["person"], unique=False)
        batch_op.create_index("uq_evidence_number", ["number"], unique=True)
        batch_op.create_index("ix_evidence_new", ["at", "key"], sqlite_where=NEW, postgresql_where=NEW)
    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("at", Moment(timezone=True), nullable=True))
    op.execute("UPDATE asks SET at = until")
    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.alter_column("at", existing_type=Moment(timezone=True), nullable=False)
        batch_op.create_index(batch_op.f("ix_asks_person_at"), ["person", "at"], unique=False)


def downgrade() -> None:
    """Go back. What was noticed here goes: an older version would take it for part of a log."""
    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asks_person_at"))
        batch_op.drop_column("at")
    op.execute("DELETE FROM evidence WHERE origin <> 'log'")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_new")
        batch_op.drop_index("uq_evidence_number")
        batch_op.drop_index(batch_op.f("ix_evidence_person"))
        batch_op.drop_index(batch_op.f("ix_evidence_asker_person"))
        batch_op.drop_constraint(batch_op.f("ck_evidence_origin"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_evidence_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_evidence_kind"), KIND)
        batch_op.drop_column("number")
        batch_op.drop_column("origin")
