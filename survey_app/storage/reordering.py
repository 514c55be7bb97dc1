"""What a database remembers beyond its rows: old copies, and the order in which rows came. This makes it forget."""

from __future__ import annotations

from sqlalchemy import Connection

from survey_app.storage.database import Database

# Each with a harmless change that makes a new copy of a row: its column set to what it is.
ANONYMOUS = {
    "responses": "received_on",
    "free_texts": "survey_id",
    "findings": "survey_id",
    "concerns": "level",
    "drafts": "begun_on",
    "sent_keys": "expires_on",
    "sampled_answers": "question",
    "sample_reads": "question",
    "blind_codes": "question",
    "settled_codes": "question",
    "evidence": "sort",
    "responses_read": "reader",
    "answer_marks": "question",
    "redactions": "question",
    "contact_requests": "taken_by",
    "paper_forms": "state",
    "paper_entries": "done",
    "paper_pictures": "state",
    "packed_responses": "people",
    "agreed_words": "state",
    "news_requests": "confirmed",
    "review_seats": "begun_on",
    "reactions": "sort",
    "practice_drafts": "revision",
    "practice_runs": "finished",
    "practice_notes": "worry",
}


def forget_order(database: Database) -> None:
    """Let neither files nor hidden columns tell in which order answers came, nor what was deleted."""
    if database.engine.dialect.name == "sqlite":
        _on_sqlite(database)
    else:
        _on_postgresql(database)


def _on_sqlite(database: Database) -> None:
    """Tables are kept in the order of their random ids already; old pages go, in the file and in the log beside it."""
    with database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _on_postgresql(database: Database) -> None:
    """One transaction touches every row, so that all carry its number (xmin); then each table is written
    anew in the order of its random ids. Nobody can read or write that table meanwhile."""
    with database.writing() as connection:
        for table, column in ANONYMOUS.items():
            connection.exec_driver_sql(f"UPDATE {table} SET {column} = {column}")  # noqa: S608 (names of ours)
    for table in ANONYMOUS:
        with database.writing() as connection:
            _rewrite(connection, table)


def _rewrite(connection: Connection, table: str) -> None:
    connection.exec_driver_sql(f"CLUSTER {table} USING pk_{table}")
