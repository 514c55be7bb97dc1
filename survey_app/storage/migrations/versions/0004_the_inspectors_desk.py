"""Lines of enquiry, reading together, concerns worked to their end, and people who want to be contacted.

Revision 0004.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "lines_of_enquiry",
    "line_entries",
    "evidence",
    "responses_read",
    "answer_marks",
    "redactions",
    "taken_away",
    "concern_events",
    "contact_requests",
)
WORDS_OF_CONCERNS = {"route": 16, "told": 200, "reference": 64, "proposed_by": 254}


def upgrade() -> None:
    _lines()
    _evidence()
    _reading()
    _taken_away()
    _concerns()
    _contact()


def downgrade() -> None:
    op.drop_column("visits", "offers_contact")
    for column in ("alerted_at", "opened_at", *reversed(WORDS_OF_CONCERNS)):
        op.drop_column("concerns", column)
    for table in reversed(TABLES):
        op.drop_table(table)


def _points_at(table: str, column: str, other: str, required: bool = True) -> list[Any]:
    """A column that holds the id of a row of another table."""
    name = f"fk_{table}_{column}_{other}"
    return [
        sa.Column(column, sa.String(32), nullable=not required),
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name),
    ]


def _of_free_text(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["response_id", "question"],
        ["free_texts.response_id", "free_texts.question"],
        name=f"fk_{table}_response_id_question_free_texts",
    )


def _place(table: str) -> list[Any]:
    """What names one answer in own words, and its survey."""
    return [
        _words("response_id", 32),
        _words("question", 64),
        _of_free_text(table),
        *_points_at(table, "survey_id", "surveys"),
    ]


def _whole(name: str, required: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=not required)


def _words(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _at(name: str, required: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=not required)


def _sealed(name: str = "sealed") -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _lines() -> None:
    op.create_table(
        "lines_of_enquiry",
        _words("id", 32),
        *_points_at("lines_of_enquiry", "visit_id", "visits"),
        _whole("revision"),
        _words("state", 16),
        _words("paragraph", 16),
        _words("activity", 16),
        _words("owner", 254),
        _words("made_by", 254),
        _at("made_at"),
        _at("changed_at"),
        _sealed(),
        sa.PrimaryKeyConstraint("id", name="pk_lines_of_enquiry"),
    )
    op.create_index("ix_lines_of_enquiry_visit_id", "lines_of_enquiry", ["visit_id"])
    op.create_table(
        "line_entries",
        _whole("number"),
        *_points_at("line_entries", "line_id", "lines_of_enquiry"),
        _at("at"),
        _words("by", 254),
        _words("sort", 16),
        _sealed(),
        sa.PrimaryKeyConstraint("number", name="pk_line_entries"),
    )
    op.create_index("ix_line_entries_line_id", "line_entries", ["line_id"])


def _evidence() -> None:
    op.create_table(
        "evidence",
        _words("id", 32),
        *_points_at("evidence", "line_id", "lines_of_enquiry"),
        _words("sort", 16),
        _words("way", 16),
        *_points_at("evidence", "response_id", "responses", required=False),
        sa.Column("question", sa.String(64), nullable=True),
        _of_free_text("evidence"),
        _whole("start", required=False),
        _whole("end", required=False),
        _sealed(),
        _words("added_by", 254),
        _at("added_at"),
        _words("taken_out_by", 254),
        _at("taken_out_at", required=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_evidence_line_id", "evidence", ["line_id"])
    op.create_index("ix_evidence_response_id_question", "evidence", ["response_id", "question"])


def _reading() -> None:
    op.create_table(
        "responses_read",
        *_points_at("responses_read", "response_id", "responses"),
        _words("reader", 64),
        *_points_at("responses_read", "survey_id", "surveys"),
        _at("at"),
        sa.PrimaryKeyConstraint("response_id", "reader", name="pk_responses_read"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_responses_read_survey_id_reader", "responses_read", ["survey_id", "reader"])
    op.create_table(
        "answer_marks",
        _words("id", 32),
        *_place("answer_marks"),
        _whole("start"),
        _whole("end"),
        _words("by", 254),
        _at("at"),
        _sealed(),
        sa.PrimaryKeyConstraint("id", name="pk_answer_marks"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answer_marks_survey_id", "answer_marks", ["survey_id"])
    op.create_index("ix_answer_marks_response_id_question", "answer_marks", ["response_id", "question"])
    op.create_table(
        "redactions",
        *_place("redactions"),
        _sealed(),
        _words("by", 254),
        _at("at"),
        sa.PrimaryKeyConstraint("response_id", "question", name="pk_redactions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_redactions_survey_id", "redactions", ["survey_id"])


def _taken_away() -> None:
    op.create_table(
        "taken_away",
        _whole("number"),
        *_points_at("taken_away", "visit_id", "visits"),
        _words("sort", 16),
        _at("at"),
        _words("by", 254),
        _sealed("counts"),
        sa.PrimaryKeyConstraint("number", name="pk_taken_away"),
    )
    op.create_index("ix_taken_away_visit_id", "taken_away", ["visit_id"])


def _concerns() -> None:
    for name, length in WORDS_OF_CONCERNS.items():
        op.add_column(
            "concerns", sa.Column(name, sa.String(length), server_default=sa.text("''"), nullable=False)
        )
    op.add_column("concerns", _at("opened_at", required=False))
    op.add_column("concerns", _at("alerted_at", required=False))
    op.create_table(
        "concern_events",
        _whole("number"),
        *_points_at("concern_events", "concern_id", "concerns"),
        _at("at"),
        _words("by", 254),
        _words("action", 32),
        _words("detail", 200),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_concern_events"),
    )
    op.create_index("ix_concern_events_concern_id", "concern_events", ["concern_id"])


def _contact() -> None:
    op.create_table(
        "contact_requests",
        _words("id", 32),
        *_points_at("contact_requests", "visit_id", "visits"),
        _at("raised_at"),
        _words("taken_by", 254),
        _sealed(),
        sa.PrimaryKeyConstraint("id", name="pk_contact_requests"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contact_requests_visit_id_raised_at", "contact_requests", ["visit_id", "raised_at"])
    op.add_column(
        "visits", sa.Column("offers_contact", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
