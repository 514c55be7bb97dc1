"""Days that are over, packed in columns; responses of a survey are found by their day.

Revision 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OLD, NEW = "ix_responses_survey_id", "ix_responses_survey_id_received_on_id"


def upgrade() -> None:
    op.create_table(
        "packed_responses",
        sa.Column("survey_id", sa.String(32), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("columns", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_packed_responses_survey_id_surveys"),
        sa.PrimaryKeyConstraint("survey_id", "received_on", name="pk_packed_responses"),
        sqlite_with_rowid=False,
    )
    op.create_index(NEW, "responses", ["survey_id", "received_on", "id"])
    op.drop_index(OLD, "responses")


def downgrade() -> None:
    op.create_index(OLD, "responses", ["survey_id"])
    op.drop_index(NEW, "responses")
    op.drop_table("packed_responses")
