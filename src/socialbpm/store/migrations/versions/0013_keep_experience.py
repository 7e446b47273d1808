"""Keep experience: what was released of discussions, an index of its words, and how often it helped.

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
        sa.Column("task_name", sa.String(), nullable=False),
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
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE experience_words")
    op.drop_table("experience_uses")
    op.drop_table("experiences")
