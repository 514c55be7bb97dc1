"""Which machine-drafted translations a visit's lead allows; what language own words seem to be in.

Revision 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "visits", sa.Column("draft_languages", sa.String(64), server_default=sa.text("''"), nullable=False)
    )
    op.add_column("free_texts", sa.Column("language", sa.String(8), nullable=True))


def downgrade() -> None:
    op.drop_column("free_texts", "language")
    op.drop_column("visits", "draft_languages")
