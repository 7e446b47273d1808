"""Keep people whom SCIM provisions, and who left.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "directory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory")),
    )
    op.create_table(
        "scim_resources",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=True),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("type IN ('User', 'Group')", name=op.f("ck_scim_resources_type")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scim_resources")),
    )
    with op.batch_alter_table("scim_resources", schema=None) as batch_op:
        batch_op.create_index("uq_scim_resources_login", ["login"], unique=True)
        batch_op.create_index("uq_scim_resources_person", ["person"], unique=True)
        batch_op.create_index(batch_op.f("ix_scim_resources_type_external_id"), ["type", "external_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_scim_resources_type_created_at_id"), ["type", "created_at", "id"], unique=False
        )

    op.create_table(
        "scim_members",
        sa.Column("group", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["group"], ["scim_resources.id"], name=op.f("fk_scim_members_group")),
        sa.PrimaryKeyConstraint("group", "member", name=op.f("pk_scim_members")),
    )
    with op.batch_alter_table("scim_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scim_members_member"), ["member"], unique=False)

    op.create_table(
        "person_ids",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_person_ids")),
    )
    op.create_table(
        "departures",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("discussions", sa.Integer(), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("comes_back", sa.Boolean(), nullable=False),
        sa.CheckConstraint("source IN ('scim', 'admin')", name=op.f("ck_departures_source")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_departures")),
    )
    with op.batch_alter_table("departures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_departures_look_at"), ["look_at"], unique=False)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("departures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_departures_look_at"))

    op.drop_table("departures")
    op.drop_table("person_ids")
    with op.batch_alter_table("scim_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scim_members_member"))

    op.drop_table("scim_members")
    with op.batch_alter_table("scim_resources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scim_resources_type_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_scim_resources_type_external_id"))
        batch_op.drop_index("uq_scim_resources_person")
        batch_op.drop_index("uq_scim_resources_login")

    op.drop_table("scim_resources")
    op.drop_table("directory")
