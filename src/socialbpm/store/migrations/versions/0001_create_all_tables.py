"""Create all tables.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "contents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contents")),
    )
    with op.batch_alter_table("contents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contents_discussion"), ["discussion"], unique=False)

    op.create_table(
        "discussions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("fact_count", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('answered', 'solved_alone', 'no_answer', 'withdrawn', 'task_ended', 'expired')",
            name=op.f("ck_discussions_outcome"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussions")),
    )
    with op.batch_alter_table("discussions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discussions_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_discussions_listed_opened_at"), ["listed", "opened_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_discussions_runtime_task_id_opened_at"), ["runtime", "task_id", "opened_at"], unique=False
        )
        batch_op.create_index(
            "uq_discussions_open",
            ["runtime", "task_id", "event", "asker"],
            unique=True,
            sqlite_where=sa.text("outcome IS NULL"),
            postgresql_where=sa.text("outcome IS NULL"),
        )

    op.create_table(
        "firings",
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("reply_to", sa.JSON(), nullable=False),
        sa.Column("discussion", sa.String(), nullable=True),
        sa.Column("offer", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("runtime", "request_id", name=op.f("pk_firings")),
    )
    with op.batch_alter_table("firings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_firings_discussion"), ["discussion"], unique=False)
        batch_op.create_index(batch_op.f("ix_firings_offer"), ["offer"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("fact_count", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.CheckConstraint("outcome IN ('taken_up', 'task_ended', 'expired')", name=op.f("ck_offers_outcome")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offers_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_outcome"), ["outcome"], unique=False)
        batch_op.create_index(batch_op.f("ix_offers_runtime_task_id"), ["runtime", "task_id"], unique=False)

    op.create_table(
        "principals",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('person', 'runtime')", name=op.f("ck_principals_kind")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_principals")),
    )
    op.create_table(
        "queues",
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("runtime", name=op.f("pk_queues")),
    )
    op.create_table(
        "receipts",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_receipts")),
    )
    op.create_table(
        "tasks",
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("process_version", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("lane", sa.String(), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("completed_by", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("event_id", sa.String(), nullable=True),
        sa.Column("settings", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("runtime", "task_id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tasks_runtime_case_id"), ["runtime", "case_id"], unique=False)

    op.create_table(
        "asks",
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'answered', 'passed', 'lapsed', 'closed')", name=op.f("ck_asks_state")),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.id"], name=op.f("fk_asks_discussion")),
        sa.PrimaryKeyConstraint("discussion", "number", name=op.f("pk_asks")),
    )
    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asks_person_state"), ["person", "state"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("reply_to", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["runtime"], ["queues.runtime"], name=op.f("fk_deliveries_runtime")),
        sa.PrimaryKeyConstraint("runtime", "number", name=op.f("pk_deliveries")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_deliveries_runtime_case_id_number"), ["runtime", "case_id", "number"], unique=False
        )
        batch_op.create_index("uq_deliveries_id", ["runtime", "id"], unique=True)

    op.create_table(
        "facts",
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.id"], name=op.f("fk_facts_discussion")),
        sa.PrimaryKeyConstraint("discussion", "number", name=op.f("pk_facts")),
    )
    op.create_table(
        "items",
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.id"], name=op.f("fk_items_discussion")),
        sa.PrimaryKeyConstraint("discussion", "kind", "ref", name=op.f("pk_items")),
    )
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_items_discussion_reach_at"), ["discussion", "reach", "at"], unique=False)

    op.create_table(
        "members",
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("ring", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("outermost", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.id"], name=op.f("fk_members_discussion")),
        sa.PrimaryKeyConstraint("discussion", "person", name=op.f("pk_members")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_members_person_active"), ["person", "active"], unique=False)

    op.create_table(
        "offer_facts",
        sa.Column("offer", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["offer"], ["offers.id"], name=op.f("fk_offer_facts_offer")),
        sa.PrimaryKeyConstraint("offer", "number", name=op.f("pk_offer_facts")),
    )
    op.create_table(
        "work",
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["runtime", "task_id"], ["tasks.runtime", "tasks.task_id"], name=op.f("fk_work_runtime_task_id")
        ),
        sa.PrimaryKeyConstraint("runtime", "task_id", "person", name=op.f("pk_work")),
    )
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_person_runtime_case_id"), ["person", "runtime", "case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_work_runtime_case_id_element_id"), ["runtime", "case_id", "element_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_work_runtime_process_element_id"), ["runtime", "process", "element_id"], unique=False
        )

    op.create_table(
        "item_readers",
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion", "kind", "ref"],
            ["items.discussion", "items.kind", "items.ref"],
            name=op.f("fk_item_readers_discussion_kind_ref"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("discussion", "kind", "ref", "person", name=op.f("pk_item_readers")),
    )


def downgrade() -> None:
    """Go back."""
    op.drop_table("item_readers")
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_runtime_process_element_id"))
        batch_op.drop_index(batch_op.f("ix_work_runtime_case_id_element_id"))
        batch_op.drop_index(batch_op.f("ix_work_person_runtime_case_id"))

    op.drop_table("work")
    op.drop_table("offer_facts")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_members_person_active"))

    op.drop_table("members")
    with op.batch_alter_table("items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_items_discussion_reach_at"))

    op.drop_table("items")
    op.drop_table("facts")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("uq_deliveries_id")
        batch_op.drop_index(batch_op.f("ix_deliveries_runtime_case_id_number"))

    op.drop_table("deliveries")
    with op.batch_alter_table("asks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asks_person_state"))

    op.drop_table("asks")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tasks_runtime_case_id"))

    op.drop_table("tasks")
    op.drop_table("receipts")
    op.drop_table("queues")
    op.drop_table("principals")
    with op.batch_alter_table("offers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offers_runtime_task_id"))
        batch_op.drop_index(batch_op.f("ix_offers_outcome"))
        batch_op.drop_index(batch_op.f("ix_offers_due_at"))

    op.drop_table("offers")
    with op.batch_alter_table("firings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_firings_offer"))
        batch_op.drop_index(batch_op.f("ix_firings_discussion"))

    op.drop_table("firings")
    with op.batch_alter_table("discussions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_discussions_open", sqlite_where=sa.text("outcome IS NULL"), postgresql_where=sa.text("outcome IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_discussions_runtime_task_id_opened_at"))
        batch_op.drop_index(batch_op.f("ix_discussions_listed_opened_at"))
        batch_op.drop_index(batch_op.f("ix_discussions_due_at"))

    op.drop_table("discussions")
    with op.batch_alter_table("contents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contents_discussion"))

    op.drop_table("contents")
