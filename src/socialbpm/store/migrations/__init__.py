"""The history of the tables (Alembic). A migration that was released is never changed."""
