"""`send-voices tidy`: once a night, let go of what is no longer needed, in the tables and on the disk."""

from __future__ import annotations

import click

from survey_app.commands.opening import open_site


@click.command
def tidy() -> None:
    """Delete drafts of closed surveys and expired marks, then make the files forget order and deleted text."""
    from survey_app.services.tidy import tidy as let_go
    from survey_app.storage.reordering import forget_order

    with open_site() as site:
        with site.writing() as work:
            gone = let_go(work)
        forget_order(site.database)
    click.echo(
        f"Gone: {gone.drafts} drafts that can no longer be sent, {gone.sent_keys} expired marks of sent forms, "
        f"{gone.messages} messages that have left. The files hold nothing else."
    )
