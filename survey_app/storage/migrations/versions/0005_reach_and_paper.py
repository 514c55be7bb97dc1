"""What a local area passes on and to whom, counts that settle, the timetable's marks, and questionnaires on paper.

Revision 0005.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "kit_edits",
    "distribution_entries",
    "gap_answers",
    "expected_numbers",
    "milestones_done",
    "calendar_links",
    "paper_prints",
    "paper_forms",
    "paper_entries",
    "paper_pictures",
)


def upgrade() -> None:
    _channels()
    _kit()
    _distribution()
    _timetable()
    _prints()
    _forms()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_channels_helper_key", "channels")
    for column in ("helper_key", "settled_at", "settled"):
        op.drop_column("channels", column)


def _points_at(table: str, column: str, other: str, key: str = "id", length: int = 32) -> list[Any]:
    """A column that holds the key of a row of another table."""
    name = f"fk_{table}_{column}_{other}"
    return [
        _words(column, length),
        sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=name),
    ]


def _words(name: str, length: int, required: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=not required)


def _whole(name: str, required: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=not required)


def _yes(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _at(name: str, required: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=not required)


def _day(name: str, required: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=not required)


def _sealed(name: str = "sealed", required: bool = True) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=not required)


def _channels() -> None:
    settled = sa.Column("settled", sa.Integer(), server_default=sa.text("0"), nullable=False)
    for column in (settled, _at("settled_at", required=False), _words("helper_key", 32, required=False)):
        op.add_column("channels", column)
    op.create_index("ix_channels_helper_key", "channels", ["helper_key"], unique=True)


def _kit() -> None:
    op.create_table(
        "kit_edits",
        *_points_at("kit_edits", "survey_id", "surveys"),
        _words("piece", 32),
        _words("language", 16),
        sa.Column("fields", sa.JSON(), nullable=False),
        _whole("edition"),
        _words("edited_by", 254),
        _at("edited_at"),
        sa.PrimaryKeyConstraint("survey_id", "piece", "language", name="pk_kit_edits"),
    )


def _distribution() -> None:
    op.create_table(
        "distribution_entries",
        _words("id", 32),
        *_points_at("distribution_entries", "visit_id", "visits"),
        _words("name", 120),
        _words("groups", 400),
        _words("channel_code", 16, required=False),
        sa.ForeignKeyConstraint(
            ["channel_code"], ["channels.code"], name="fk_distribution_entries_channel_code_channels"
        ),
        _words("email", 254),
        _whole("covers", required=False),
        _day("asked_on", required=False),
        _day("confirmed_on", required=False),
        _day("declined_on", required=False),
        _yes("remind"),
        _whole("reminders"),
        _day("reminded_on", required=False),
        _words("note", 500),
        _whole("edition"),
        _words("made_by", 254),
        _at("made_at"),
        sa.PrimaryKeyConstraint("id", name="pk_distribution_entries"),
    )
    op.create_index("ix_distribution_entries_visit_id", "distribution_entries", ["visit_id"])
    op.create_table(
        "gap_answers",
        *_points_at("gap_answers", "visit_id", "visits"),
        _words("gap", 32),
        _words("why", 200),
        _words("by", 254),
        _at("at"),
        sa.PrimaryKeyConstraint("visit_id", "gap", name="pk_gap_answers"),
    )
    op.create_table(
        "expected_numbers",
        *_points_at("expected_numbers", "survey_id", "surveys"),
        _whole("expected"),
        _words("source", 200),
        _words("by", 254),
        _at("at"),
        sa.PrimaryKeyConstraint("survey_id", name="pk_expected_numbers"),
    )


def _timetable() -> None:
    op.create_table(
        "milestones_done",
        *_points_at("milestones_done", "visit_id", "visits"),
        _words("milestone", 64),
        _day("done_on"),
        _words("by", 254),
        _at("at"),
        sa.PrimaryKeyConstraint("visit_id", "milestone", name="pk_milestones_done"),
    )
    op.create_table(
        "calendar_links",
        _words("key", 32),
        *_points_at("calendar_links", "visit_id", "visits"),
        *_points_at("calendar_links", "staff_id", "staff"),
        _at("made_at"),
        sa.PrimaryKeyConstraint("key", name="pk_calendar_links"),
    )
    op.create_index("ix_calendar_links_visit_id", "calendar_links", ["visit_id"])


def _prints() -> None:
    op.create_table(
        "paper_prints",
        _words("code", 16),
        *_points_at("paper_prints", "survey_id", "surveys"),
        *_points_at("paper_prints", "version_digest", "questionnaire_versions", "digest", 64),
        _words("face", 24),
        _words("language", 16),
        _whole("size"),
        _whole("forms"),
        *_points_at("paper_prints", "channel_code", "channels", "code", 16),
        _words("made_by", 254),
        _day("made_on"),
        sa.PrimaryKeyConstraint("code", name="pk_paper_prints"),
    )
    op.create_index("ix_paper_prints_survey_id", "paper_prints", ["survey_id"])


def _forms() -> None:
    op.create_table(
        "paper_forms",
        _words("id", 32),
        *_points_at("paper_forms", "print_code", "paper_prints", "code", 16),
        _whole("number"),
        _day("received_on"),
        _words("state", 16),
        _yes("twice"),
        _whole("fields"),
        _whole("differed"),
        _words("note", 200),
        sa.PrimaryKeyConstraint("id", name="pk_paper_forms"),
        sa.UniqueConstraint("print_code", "number", name="uq_paper_forms_print_code_number"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "paper_entries",
        *_points_at("paper_entries", "form_id", "paper_forms"),
        *_points_at("paper_entries", "typist", "staff"),
        _sealed(),
        _yes("done"),
        _at("at"),
        sa.PrimaryKeyConstraint("form_id", "typist", name="pk_paper_entries"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "paper_pictures",
        _words("id", 32),
        *_points_at("paper_pictures", "visit_id", "visits"),
        _words("form_id", 32, required=False),
        sa.ForeignKeyConstraint(
            ["form_id"], ["paper_forms.id"], name="fk_paper_pictures_form_id_paper_forms"
        ),
        _whole("page", required=False),
        _words("state", 16),
        _sealed(),
        _sealed("marks", required=False),
        _words("uploaded_by", 254),
        _at("uploaded_at"),
        sa.PrimaryKeyConstraint("id", name="pk_paper_pictures"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_paper_pictures_form_id", "paper_pictures", ["form_id"])
    op.create_index("ix_paper_pictures_visit_id_state", "paper_pictures", ["visit_id", "state"])
