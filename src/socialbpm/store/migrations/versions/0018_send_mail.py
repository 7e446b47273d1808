"""Send mail: letters to people, and how they want them.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from socialbpm.store.moment import Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXT = AutoString()
KINDS = "receiver_kind IN ('runtime', 'subscription', 'person')"
KINDS_BEFORE = "receiver_kind IN ('runtime', 'subscription')"


def _letters_go_to(kinds: str) -> None:
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_letters_receiver_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_letters_receiver_kind"), sa.text(kinds))


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "mail_choices",
        sa.Column("person", TEXT, nullable=False),
        sa.Column("off", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=True),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_mail_choices")),
    )
    _letters_go_to(KINDS)


def downgrade() -> None:
    """Go back: letters to people are lost."""
    op.execute("DELETE FROM letters WHERE receiver_kind = 'person'")
    _letters_go_to(KINDS_BEFORE)
    op.drop_table("mail_choices")
