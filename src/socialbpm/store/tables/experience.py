"""What was released of discussions, and how often it helped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import DDL, BigInteger, Index, Integer, Text, event
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.schema import ExecutableDDLElement
from sqlmodel import Field

from socialbpm.store.moment import Moment
from socialbpm.store.tables.base import Row, metadata, to_discussion


class ExperienceRow(Row, table=True):
    """What is released of a discussion so far. Contents point to the copies; without both nobody else reads it.

    `place` names the task element; `words` are the words of the copies, and the place, as the index has them: nothing
    while it is not `whole`, so the index has only what somebody may read. `number` is the index's name of the row.
    """

    __tablename__ = "experiences"
    __table_args__ = (
        to_discussion(),
        Index("uq_experiences_id", "id", unique=True),
        Index("uq_experiences_discussion", "discussion", unique=True),
        Index(None, "place", "whole", "at"),
        Index(None, "asker"),
        Index(None, "helper"),
    )

    number: int = Field(primary_key=True, sa_type=BigInteger().with_variant(Integer(), "sqlite"))
    id: str
    discussion: str
    place: str
    process: str
    process_version: str
    element_id: str
    asker: str
    asker_named: bool
    question: str | None
    helper: str
    helper_named: bool
    answer: str | None
    whole: bool
    at: datetime = Field(sa_type=Moment)
    words: str = Field(sa_type=Text().with_variant(TSVECTOR(), "postgresql"))


class ExperienceUseRow(Row, table=True):
    """That a discussion was solved alone, by an experience. It outlives what was taken back."""

    __tablename__ = "experience_uses"
    __table_args__ = (to_discussion(),)

    experience: str = Field(primary_key=True)
    discussion: str = Field(primary_key=True)
    person: str
    at: datetime = Field(sa_type=Moment)


WORDS_INDEX = "experience_words"
"""Begins the names of what is made below, of which SQLAlchemy knows nothing."""
SQLITE_INDEX = (
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
POSTGRES_INDEX = ("CREATE INDEX experience_words ON experiences USING gin (words)",)

for _statements, _dialect in ((SQLITE_INDEX, "sqlite"), (POSTGRES_INDEX, "postgresql")):
    for _statement in _statements:
        made: ExecutableDDLElement = DDL(_statement)  # type: ignore[no-untyped-call]  # as SQLAlchemy says it
        event.listen(metadata.tables["experiences"], "after_create", made.execute_if(dialect=_dialect))
