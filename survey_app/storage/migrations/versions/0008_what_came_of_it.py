"""What came of it: entries, the groups that read them first, public pages and plans.

Revision 0008.
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# As codes were made when this was written: no l, o, i, 0 or 1.
SAYABLE, LENGTH = "23456789abcdefghjkmnpqrstuvwxyz", 10

TABLES = (
    "feedback_entries",
    "feedback_readers",
    "feedback_views",
    "agreed_words",
    "public_pages",
    "news_requests",
    "plans",
    "plan_actions",
    "action_links",
)


def upgrade() -> None:
    _feedback_entries()
    _feedback_readers()
    _feedback_views()
    _agreed_words()
    _public_pages()
    _news_requests()
    _plans()
    _plan_actions()
    _action_links()
    _give_each_visit_an_address()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _feedback_entries() -> None:
    op.create_table(
        "feedback_entries",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("theme", sa.String(64), nullable=False),
        sa.Column("paragraph", sa.String(32), nullable=False),
        sa.Column("said_by", sa.String(32), nullable=False),
        sa.Column("you_said", sa.String(1000), nullable=False),
        sa.Column("we_did", sa.String(2000), nullable=False),
        sa.Column("we_cannot", sa.String(2000), nullable=False),
        sa.Column("easy_said", sa.String(500), nullable=False),
        sa.Column("easy_did", sa.String(1000), nullable=False),
        sa.Column("picture", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("owner", sa.String(120), nullable=False),
        sa.Column("proof", sa.String(1000), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("published", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(254), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_feedback_entries_visit_id_visits"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_entries"),
    )
    op.create_index("ix_feedback_entries_visit_id", "feedback_entries", ["visit_id"])


def _feedback_readers() -> None:
    op.create_table(
        "feedback_readers",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_feedback_readers_visit_id_visits"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_readers"),
        sa.UniqueConstraint("key", name="uq_feedback_readers_key"),
    )
    op.create_index("ix_feedback_readers_visit_id", "feedback_readers", ["visit_id"])


def _feedback_views() -> None:
    op.create_table(
        "feedback_views",
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("reader_id", sa.String(32), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("may_be_shown", sa.Boolean(), nullable=False),
        sa.Column("entry_edition", sa.Integer(), nullable=False),
        sa.Column("reply", sa.String(500), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["feedback_entries.id"], name="fk_feedback_views_entry_id_feedback_entries"
        ),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["feedback_readers.id"], name="fk_feedback_views_reader_id_feedback_readers"
        ),
        sa.PrimaryKeyConstraint("entry_id", "reader_id", name="pk_feedback_views"),
    )


def _agreed_words() -> None:
    op.create_table(
        "agreed_words",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("theme", sa.String(64), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("redacted_by", sa.String(254), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reader_id", sa.String(32), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_agreed_words_visit_id_visits"),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["feedback_readers.id"], name="fk_agreed_words_reader_id_feedback_readers"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_agreed_words"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_agreed_words_visit_id", "agreed_words", ["visit_id"])


def _public_pages() -> None:
    op.create_table(
        "public_pages",
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("intro", sa.String(1000), nullable=False),
        sa.Column("easy_intro", sa.String(500), nullable=False),
        sa.Column("difference", sa.String(2000), nullable=False),
        sa.Column("easy_difference", sa.String(1000), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("takes_addresses", sa.Boolean(), nullable=False),
        sa.Column("newsletter_name", sa.String(120), nullable=False),
        sa.Column("newsletter_link", sa.String(300), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_public_pages_visit_id_visits"),
        sa.PrimaryKeyConstraint("visit_id", name="pk_public_pages"),
        sa.UniqueConstraint("code", name="uq_public_pages_code"),
    )


def _news_requests() -> None:
    op.create_table(
        "news_requests",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("same_hash", sa.String(64), nullable=False),
        sa.Column("stop_hash", sa.String(64), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_news_requests_visit_id_visits"),
        sa.PrimaryKeyConstraint("id", name="pk_news_requests"),
        sa.UniqueConstraint("stop_hash", name="uq_news_requests_stop_hash"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_news_requests_visit_id_same_hash", "news_requests", ["visit_id", "same_hash"], unique=True
    )


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("visit_id", sa.String(32), nullable=False),
        sa.Column("sort", sa.String(16), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("easy_title", sa.String(200), nullable=False),
        sa.Column("intro", sa.String(1000), nullable=False),
        sa.Column("easy_intro", sa.String(500), nullable=False),
        sa.Column("counted_from", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(254), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_plans_visit_id_visits"),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
    )
    op.create_index("ix_plans_visit_id", "plans", ["visit_id"])


def _plan_actions() -> None:
    op.create_table(
        "plan_actions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("plan_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weakness", sa.String(300), nullable=False),
        sa.Column("what", sa.String(1000), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=True),
        sa.Column("by_day", sa.Date(), nullable=True),
        sa.Column("measure", sa.String(500), nullable=False),
        sa.Column("easy_what", sa.String(500), nullable=False),
        sa.Column("easy_measure", sa.String(500), nullable=False),
        sa.Column("picture", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_plan_actions_plan_id_plans"),
        sa.PrimaryKeyConstraint("id", name="pk_plan_actions"),
    )
    op.create_index("ix_plan_actions_plan_id", "plan_actions", ["plan_id"])


def _action_links() -> None:
    op.create_table(
        "action_links",
        sa.Column("action_id", sa.String(32), nullable=False),
        sa.Column("sort", sa.String(8), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_actions.id"], name="fk_action_links_action_id_plan_actions"
        ),
        sa.PrimaryKeyConstraint("action_id", "sort", "subject", name="pk_action_links"),
    )


def _give_each_visit_an_address() -> None:
    """Visits from before have a public page too, from the day of this step."""
    visits = sa.table("visits", sa.column("id", sa.String))
    pages = sa.table(
        "public_pages",
        *(sa.column(name) for name in ("visit_id", "code", "intro", "easy_intro", "difference")),
        *(sa.column(name) for name in ("easy_difference", "newsletter_name", "newsletter_link")),
        sa.column("figures", sa.JSON),
        sa.column("takes_addresses", sa.Boolean),
        sa.column("edition", sa.Integer),
    )
    empty = dict.fromkeys(
        ("intro", "easy_intro", "difference", "easy_difference", "newsletter_name", "newsletter_link"), ""
    )
    found = op.get_bind().execute(sa.select(visits.c.id)).scalars().all()
    for visit_id in found:
        code = "".join(secrets.choice(SAYABLE) for _ in range(LENGTH))
        row = {
            "visit_id": visit_id,
            "code": code,
            **empty,
            "figures": {},
            "takes_addresses": False,
            "edition": 1,
        }
        op.get_bind().execute(pages.insert().values(row))
