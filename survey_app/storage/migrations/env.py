"""Alembic runs this file: the steps run in the transaction that `migrate.py` opened, and nowhere else."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
