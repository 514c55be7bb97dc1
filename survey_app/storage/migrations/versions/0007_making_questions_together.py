"""Questions that groups review before they are asked, and practice that never counts.

Revision 0007.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    "review_rounds",
    "review_groups",
    "review_seats",
    "review_sessions",
    "reactions",
    "wording_changes",
    "practice_drafts",
    "practice_runs",
    "practice_notes",
    "self_checks",
)


def upgrade() -> None:
    _review_rounds()
    _review_groups()
    _review_seats()
    _review_sessions()
    _reactions()
    _wording_changes()
    _practice_drafts()
    _practice_runs()
    _practice_notes()
    _self_checks()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _review_rounds() -> None:
    op.create_table(
        "review_rounds",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=True),
        sa.Column("questionnaire", sa.String(64), nullable=False),
        sa.Column("base_digest", sa.String(64), nullable=False),
        sa.Column("draft_digest", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("led_by", sa.String(254), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_review_rounds_visit_id_visits"),
        sa.PrimaryKeyConstraint("id", name="pk_review_rounds"),
    )
    op.create_index("ix_review_rounds_visit_id", "review_rounds", ["visit_id"])


def _review_groups() -> None:
    op.create_table(
        "review_groups",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("credit", sa.String(120), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("facilitator_key", sa.String(32), nullable=False),
        sa.Column("must_approve", sa.Boolean(), nullable=False),
        sa.Column("approval", sa.String(8), nullable=False),
        sa.Column("approved_digest", sa.String(64), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approval_note", sa.String(500), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_rounds.id"], name="fk_review_groups_round_id_review_rounds"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_groups"),
        sa.UniqueConstraint("code", name="uq_review_groups_code"),
        sa.UniqueConstraint("facilitator_key", name="uq_review_groups_facilitator_key"),
    )
    op.create_index("ix_review_groups_round_id", "review_groups", ["round_id"])


def _review_seats() -> None:
    op.create_table(
        "review_seats",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("group_id", sa.String(32), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["review_groups.id"], name="fk_review_seats_group_id_review_groups"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_seats"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_review_seats_group_id", "review_seats", ["group_id"])


def _review_sessions() -> None:
    op.create_table(
        "review_sessions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("group_id", sa.String(32), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("took_part", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["review_groups.id"], name="fk_review_sessions_group_id_review_groups"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_review_sessions"),
    )
    op.create_index("ix_review_sessions_group_id", "review_sessions", ["group_id"])


def _reactions() -> None:
    op.create_table(
        "reactions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("group_id", sa.String(32), nullable=False),
        sa.Column("seat_id", sa.String(32), nullable=True),
        sa.Column("session_id", sa.String(32), nullable=True),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("face", sa.String(32), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("sort", sa.String(16), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("symbols", sa.String(300), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("worry", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(16), nullable=False),
        sa.Column("reply", sa.String(1000), nullable=False),
        sa.Column("easy_reply", sa.String(500), nullable=False),
        sa.Column("replied_by", sa.String(254), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_rounds.id"], name="fk_reactions_round_id_review_rounds"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["review_groups.id"], name="fk_reactions_group_id_review_groups"
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["review_seats.id"], name="fk_reactions_seat_id_review_seats"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["review_sessions.id"], name="fk_reactions_session_id_review_sessions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reactions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_reactions_round_id_question", "reactions", ["round_id", "question"])
    op.create_index("ix_reactions_seat_id", "reactions", ["seat_id"])
    op.create_index("ix_reactions_session_id", "reactions", ["session_id"])


def _wording_changes() -> None:
    op.create_table(
        "wording_changes",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("group_id", sa.String(32), nullable=True),
        sa.Column("made_by", sa.String(254), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_rounds.id"], name="fk_wording_changes_round_id_review_rounds"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["review_groups.id"], name="fk_wording_changes_group_id_review_groups"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_wording_changes"),
    )
    op.create_index("ix_wording_changes_round_id", "wording_changes", ["round_id"])


def _practice_drafts() -> None:
    op.create_table(
        "practice_drafts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("group_id", sa.String(32), nullable=False),
        sa.Column("version_digest", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["review_groups.id"], name="fk_practice_drafts_group_id_review_groups"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_practice_drafts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_practice_drafts_group_id", "practice_drafts", ["group_id"])


def _practice_runs() -> None:
    op.create_table(
        "practice_runs",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("group_id", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("face", sa.String(32), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("seconds", sa.JSON(), nullable=False),
        sa.Column("last_page", sa.String(64), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_rounds.id"], name="fk_practice_runs_round_id_review_rounds"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["review_groups.id"], name="fk_practice_runs_group_id_review_groups"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_practice_runs"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_practice_runs_round_id", "practice_runs", ["round_id"])


def _practice_notes() -> None:
    op.create_table(
        "practice_notes",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("group_id", sa.String(32), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("by", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("worry", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_rounds.id"], name="fk_practice_notes_round_id_review_rounds"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["review_groups.id"], name="fk_practice_notes_group_id_review_groups"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_practice_notes"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_practice_notes_round_id", "practice_notes", ["round_id"])


def _self_checks() -> None:
    op.create_table(
        "self_checks",
        sa.Column("sort", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(254), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sort", "subject", "year", name="pk_self_checks"),
    )
