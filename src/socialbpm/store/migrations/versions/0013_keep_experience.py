"""Keep experience: what was released, an index of its words, how often it helped; who helped, and communities.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE experience_words USING fts5("
    "words, content='experiences', content_rowid='number', tokenize='ascii', detail='none')",
    "CREATE TRIGGER experience_words_new AFTER INSERT ON experiences BEGIN "
    "INSERT INTO experience_words(rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER experience_words_gone AFTER DELETE ON experiences BEGIN "
    "INSERT INTO experience_words(experience_words, rowid, words) VALUES ('delete', old.number, old.words); END",
    "CREATE TRIGGER experience_words_changed AFTER UPDATE ON experiences BEGIN "
    "INSERT INTO experience_words(experience_words, rowid, words) VALUES ('delete', old.number, old.words); "
    "INSERT INTO experience_words(rowid, words) VALUES (new.number, new.words); END",
)
POSTGRESQL = ("CREATE INDEX experience_words ON experiences USING gin (words)",)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "experiences",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("process_version", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("asker_named", sa.Boolean(), nullable=False),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("helper", sa.String(), nullable=False),
        sa.Column("helper_named", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.id"], name=op.f("fk_experiences_discussion")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_experiences")),
    )
    op.create_index("uq_experiences_id", "experiences", ["id"], unique=True)
    op.create_index("uq_experiences_discussion", "experiences", ["discussion"], unique=True)
    op.create_index(op.f("ix_experiences_place_whole_at"), "experiences", ["place", "whole", "at"])
    op.create_index(op.f("ix_experiences_asker"), "experiences", ["asker"])
    op.create_index(op.f("ix_experiences_helper"), "experiences", ["helper"])
    op.create_table(
        "experience_uses",
        sa.Column("experience", sa.String(), nullable=False),
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.id"], name=op.f("fk_experience_uses_discussion")),
        sa.PrimaryKeyConstraint("experience", "discussion", name=op.f("pk_experience_uses")),
    )
    op.create_table(
        "helps",
        sa.Column("discussion", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["discussion"], ["discussions.id"], name=op.f("fk_helps_discussion")),
        sa.PrimaryKeyConstraint("discussion", "person", name=op.f("pk_helps")),
    )
    op.create_index(
        op.f("ix_helps_runtime_process_element_id_person"), "helps", ["runtime", "process", "element_id", "person"]
    )
    op.create_index(op.f("ix_helps_person_at"), "helps", ["person", "at"])
    op.create_table(
        "communities",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("runtime", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("worded_by", sa.String(), nullable=True),
        sa.Column("steward", sa.String(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
    )
    op.create_index("uq_communities_kind", "communities", ["runtime", "process", "element_id"], unique=True)
    op.create_index(op.f("ix_communities_worded_by"), "communities", ["worded_by"])
    op.create_table(
        "community_people",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'member', 'declined', 'left')", name=op.f("ck_community_people_state")
        ),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name=op.f("fk_community_people_community")),
        sa.PrimaryKeyConstraint("community", "person", name=op.f("pk_community_people")),
    )
    op.create_index(op.f("ix_community_people_person_state"), "community_people", ["person", "state"])
    op.create_index(op.f("ix_community_people_state"), "community_people", ["state"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE experience_words")
    for table in ("community_people", "communities", "helps", "experience_uses"):
        op.drop_table(table)
    op.drop_table("experiences")
