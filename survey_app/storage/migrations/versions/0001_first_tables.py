"""The first tables.

Revision 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "areas",
    "visits",
    "visit_events",
    "questionnaire_versions",
    "surveys",
    "channels",
    "drafts",
    "sent_keys",
    "responses",
    "free_texts",
    "findings",
    "concerns",
    "staff",
    "memberships",
    "passkeys",
    "journal",
    "outbox",
)
"""In the order in which they refer to each other."""


def upgrade() -> None:
    _visits()
    _answers()
    _staff()
    _records()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _visits() -> None:
    """Where and when people are asked."""
    op.create_table(
        "areas",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("front_door", sa.String(1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_areas"),
        sa.UniqueConstraint("name", name="uq_areas_name"),
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("area_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("wave", sa.String(64), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("notified_at", sa.DateTime(), nullable=True),
        sa.Column("opens_at", sa.DateTime(), nullable=True),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.Column("grace_until", sa.DateTime(), nullable=True),
        sa.Column("paused_at", sa.DateTime(), nullable=True),
        sa.Column("key_salt", sa.LargeBinary(32), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name="fk_visits_area_id_areas"),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
        sa.UniqueConstraint("reference", name="uq_visits_reference"),
    )
    op.create_index("ix_visits_area_id", "visits", ["area_id"])
    op.create_table(
        "visit_events",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(254), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("was", sa.String(16), nullable=False),
        sa.Column("now", sa.String(16), nullable=False),
        sa.Column("old_close", sa.DateTime(), nullable=True),
        sa.Column("new_close", sa.DateTime(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_visit_events_visit_id_visits"),
        sa.PrimaryKeyConstraint("id", name="pk_visit_events"),
    )
    op.create_index("ix_visit_events_visit_id_at", "visit_events", ["visit_id", "at"])
    op.create_table(
        "questionnaire_versions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("questionnaire", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.String(254), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_questionnaire_versions"),
    )
    op.create_index("ix_questionnaire_versions_questionnaire", "questionnaire_versions", ["questionnaire"])
    op.create_table(
        "surveys",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("questionnaire", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version_digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_digest"],
            ["questionnaire_versions.digest"],
            name="fk_surveys_version_digest_questionnaire_versions",
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_surveys_visit_id_visits"),
        sa.PrimaryKeyConstraint("id", name="pk_surveys"),
        sa.UniqueConstraint("visit_id", "audience", name="uq_surveys_visit_id_audience"),
    )
    op.create_index("ix_surveys_visit_id", "surveys", ["visit_id"])
    op.create_table(
        "channels",
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("survey_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("started", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_channels_survey_id_surveys"),
        sa.PrimaryKeyConstraint("code", name="pk_channels"),
    )
    op.create_index("ix_channels_survey_id", "channels", ["survey_id"])


def _answers() -> None:
    """What people said, sealed and without any order of arrival."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("survey_id", sa.String(32), nullable=False),
        sa.Column("version_digest", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_drafts_survey_id_surveys"),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_drafts_survey_id", "drafts", ["survey_id"])
    op.create_table(
        "sent_keys",
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name="pk_sent_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sent_keys_expires_on", "sent_keys", ["expires_on"])
    op.create_table(
        "responses",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("survey_id", sa.String(32), nullable=False),
        sa.Column("version_digest", sa.String(64), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("face", sa.String(24), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_responses_survey_id_surveys"),
        sa.PrimaryKeyConstraint("id", name="pk_responses"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_responses_survey_id", "responses", ["survey_id"])
    op.create_table(
        "free_texts",
        sa.Column("response_id", sa.String(32), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("survey_id", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name="fk_free_texts_response_id_responses"
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_free_texts_survey_id_surveys"),
        sa.PrimaryKeyConstraint("response_id", "question", name="pk_free_texts"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_free_texts_survey_id_response_id_question", "free_texts", ["survey_id", "response_id", "question"]
    )
    op.create_table(
        "findings",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("survey_id", sa.String(32), nullable=False),
        sa.Column("response_id", sa.String(32), nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("coder", sa.String(64), nullable=False),
        sa.Column("sort", sa.String(12), nullable=False),
        sa.Column("label", sa.String(64), nullable=False),
        sa.Column("stance", sa.String(8), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("cues", sa.JSON(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id", "question"],
            ["free_texts.response_id", "free_texts.question"],
            name="fk_findings_response_id_question_free_texts",
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_findings_survey_id_surveys"),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_findings_response_id_question", "findings", ["response_id", "question"])
    op.create_index(
        "ix_findings_survey_id_sort_label_stance_response_id",
        "findings",
        ["survey_id", "sort", "label", "stance", "response_id"],
    )
    op.create_table(
        "concerns",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("response_id", sa.String(32), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("claimed_by", sa.String(254), nullable=False),
        sa.Column("decided_by", sa.String(254), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decision", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name="fk_concerns_response_id_responses"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_concerns_visit_id_visits"),
        sa.PrimaryKeyConstraint("id", name="pk_concerns"),
        sa.UniqueConstraint("response_id", name="uq_concerns_response_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_concerns_visit_id_state_level", "concerns", ["visit_id", "state", "level"])


def _staff() -> None:
    """Who works with a visit."""
    op.create_table(
        "staff",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("password", sa.String(255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(64), nullable=False),
        sa.Column("fs_webauthn_user_handle", sa.String(64), nullable=True),
        sa.Column("tf_primary_method", sa.String(64), nullable=True),
        sa.Column("tf_totp_secret", sa.String(255), nullable=True),
        sa.Column("tf_last_timecode", sa.Integer(), nullable=False),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=True),
        sa.Column("invited_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("email", name="uq_staff_email"),
        sa.UniqueConstraint("fs_uniquifier", name="uq_staff_fs_uniquifier"),
        sa.UniqueConstraint("fs_webauthn_user_handle", name="uq_staff_fs_webauthn_user_handle"),
    )
    op.create_table(
        "memberships",
        sa.Column("staff_id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_memberships_staff_id_staff"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_memberships_visit_id_visits"),
        sa.PrimaryKeyConstraint("staff_id", "visit_id", "role", name="pk_memberships"),
    )
    op.create_index("ix_memberships_visit_id", "memberships", ["visit_id"])
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.String(32), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(1024), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(64), nullable=False),
        sa.Column("extensions", sa.String(255), nullable=True),
        sa.Column("create_datetime", sa.DateTime(), nullable=False),
        sa.Column("lastuse_datetime", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("usage", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_passkeys_staff_id_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
        sa.UniqueConstraint("credential_id", name="uq_passkeys_credential_id"),
    )
    op.create_index("ix_passkeys_staff_id", "passkeys", ["staff_id"])


def _records() -> None:
    """What was done, and what must still be sent."""
    op.create_table(
        "journal",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(254), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("detail", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
    )
    op.create_index("ix_journal_subject_at", "journal", ["subject", "at"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("sort", sa.String(32), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("leased_until", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_outbox_done_at_due_at", "outbox", ["done_at", "due_at"])
