"""Address offers and listings: for whom each is, as words.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward: what is open already is addressed, too.

    For whom a listing is stands in no table. One that is there already is looked at by everybody, as before, until
    something happens in its discussion.
    """
    op.create_table(
        "offered",
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("offer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["offer"], ["offers.id"], name=op.f("fk_offered_offer")),
        sa.PrimaryKeyConstraint("who", "offer", name=op.f("pk_offered")),
    )
    op.create_index(op.f("ix_offered_offer"), "offered", ["offer"])
    op.create_table(
        "listings",
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.id"], name=op.f("fk_listings_discussion")),
        sa.PrimaryKeyConstraint("who", "discussion", name=op.f("pk_listings")),
    )
    op.create_index(op.f("ix_listings_discussion"), "listings", ["discussion"])
    op.execute(
        "INSERT INTO offered (who, offer) SELECT c.who, o.id FROM offers AS o JOIN candidates AS c "
        "ON c.runtime = o.runtime AND c.task_id = o.task_id WHERE o.outcome IS NULL"
    )
    op.execute(
        "INSERT INTO listings (who, discussion, at) SELECT 'anybody', d.id, d.opened_at FROM discussions AS d "
        "WHERE d.listed"
    )
    op.drop_index(op.f("ix_discussions_listed_opened_at"), table_name="discussions")


def downgrade() -> None:
    """Go back."""
    op.create_index(op.f("ix_discussions_listed_opened_at"), "discussions", ["listed", "opened_at"])
    op.drop_index(op.f("ix_listings_discussion"), table_name="listings")
    op.drop_table("listings")
    op.drop_index(op.f("ix_offered_offer"), table_name="offered")
    op.drop_table("offered")
