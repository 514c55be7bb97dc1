"""People decide about themes: decisions, samples read by people, and themes of one visit.

Revision 0003.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "code_decisions",
    "settled_codes",
    "answers_looked_at",
    "coding_samples",
    "sampled_answers",
    "sample_coders",
    "sample_reads",
    "blind_codes",
    "visit_themes",
    "candidate_looks",
)


def upgrade() -> None:
    _decisions()
    _samples()
    _blind_codes()
    _themes()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _place(table: str) -> list[Any]:
    """What names one answer in own words."""
    return [
        sa.Column("response_id", sa.String(32), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id", "question"],
            ["free_texts.response_id", "free_texts.question"],
            name=f"fk_{table}_response_id_question_free_texts",
        ),
    ]


def _survey(table: str) -> list[Any]:
    return [
        sa.Column("survey_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name=f"fk_{table}_survey_id_surveys"),
    ]


def _sample(table: str) -> list[Any]:
    return [
        sa.Column("sample_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["coding_samples.id"], name=f"fk_{table}_sample_id_coding_samples"
        ),
    ]


def _visit(table: str) -> list[Any]:
    return [
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=f"fk_{table}_visit_id_visits"),
    ]


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _words(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _at(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=False)


def _decisions() -> None:
    op.create_table(
        "code_decisions",
        _whole("number"),
        *_survey("code_decisions"),
        *_place("code_decisions"),
        _words("coder", 64),
        _at("at"),
        _whole("start"),
        _whole("end"),
        _words("found", 64),
        _words("theme", 64),
        _words("stance", 8),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_code_decisions"),
    )
    op.create_table(
        "settled_codes",
        *_place("settled_codes"),
        _whole("start"),
        _whole("end"),
        _words("found", 64),
        *_survey("settled_codes"),
        _words("theme", 64),
        _words("stance", 8),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("response_id", "question", "start", "end", "found", name="pk_settled_codes"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_settled_codes_survey_id_theme_stance_response_id",
        "settled_codes",
        ["survey_id", "theme", "stance", "response_id"],
    )
    op.create_table(
        "answers_looked_at",
        _whole("number"),
        *_survey("answers_looked_at"),
        *_place("answers_looked_at"),
        _words("coder", 64),
        _at("at"),
        sa.PrimaryKeyConstraint("number", name="pk_answers_looked_at"),
    )
    for table in ("code_decisions", "answers_looked_at"):
        op.create_index(f"ix_{table}_response_id_question", table, ["response_id", "question"])
        op.create_index(f"ix_{table}_survey_id", table, ["survey_id"])


def _samples() -> None:
    op.create_table(
        "coding_samples",
        _words("id", 32),
        *_visit("coding_samples"),
        _words("purpose", 16),
        _whole("seed"),
        _whole("size"),
        _whole("total"),
        _words("drawn_by", 254),
        _at("drawn_at"),
        sa.PrimaryKeyConstraint("id", name="pk_coding_samples"),
    )
    op.create_index(
        "ix_coding_samples_visit_id_purpose_drawn_at", "coding_samples", ["visit_id", "purpose", "drawn_at"]
    )
    op.create_table(
        "sampled_answers",
        *_sample("sampled_answers"),
        _whole("place"),
        *_place("sampled_answers"),
        sa.PrimaryKeyConstraint("sample_id", "place", name="pk_sampled_answers"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sampled_answers_response_id_question", "sampled_answers", ["response_id", "question"])
    op.create_table(
        "sample_coders",
        *_sample("sample_coders"),
        _words("coder", 64),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("sample_id", "coder", name="pk_sample_coders"),
    )
    op.create_table(
        "sample_reads",
        *_sample("sample_reads"),
        *_place("sample_reads"),
        _words("coder", 64),
        sa.Column("found", sa.Boolean(), nullable=False),
        _at("at"),
        sa.PrimaryKeyConstraint("sample_id", "response_id", "question", "coder", name="pk_sample_reads"),
        sqlite_with_rowid=False,
    )


def _blind_codes() -> None:
    op.create_table(
        "blind_codes",
        _words("id", 32),
        *_sample("blind_codes"),
        *_place("blind_codes"),
        _words("coder", 64),
        _whole("start"),
        _whole("end"),
        _words("theme", 64),
        _words("stance", 8),
        sa.PrimaryKeyConstraint("id", name="pk_blind_codes"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_blind_codes_sample_id_coder", "blind_codes", ["sample_id", "coder"])


def _themes() -> None:
    op.create_table(
        "visit_themes",
        _words("id", 64),
        *_visit("visit_themes"),
        _words("label", 120),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        _words("made_by", 254),
        _at("made_at"),
        sa.PrimaryKeyConstraint("id", name="pk_visit_themes"),
    )
    op.create_index("ix_visit_themes_visit_id", "visit_themes", ["visit_id"])
    op.create_table(
        "candidate_looks",
        *_visit("candidate_looks"),
        _words("by", 254),
        _at("at"),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("visit_id", name="pk_candidate_looks"),
    )
