"""`send-voices tidy`: once a night, let go of what is no longer needed, and pack the days that are over."""

from __future__ import annotations

import click

from survey_app.commands.opening import open_site


@click.command
def tidy() -> None:
    """Delete drafts of closed surveys, unfinished paper and what has expired, pack days, make files forget the rest."""
    from survey_app.services.pack_answers import days_to_pack, keep_packed, pack
    from survey_app.services.tidy import tidy as let_go
    from survey_app.storage.reordering import forget_order

    with open_site() as site:
        with site.writing() as work:
            gone = let_go(work, site.settings.paper_days)
        with site.reading() as work:
            days = days_to_pack(work)
        for day in days:
            with site.reading() as work:
                packed = pack(work, day)
            with site.writing() as work:
                keep_packed(work, packed)
        forget_order(site.database)
    click.echo(
        f"Gone: {gone.drafts} drafts that can no longer be sent, {gone.sent_keys} expired marks of sent forms, "
        f"{gone.messages} messages that have left, what was typed of {gone.paper_forms} paper forms that nobody "
        f"finished, {gone.paper_pictures} pictures of sheets that nobody placed, "
        f"{gone.addresses} addresses of people who wanted news. The files hold nothing else. "
        f"Packed for the results: {len(days)} days of answers."
    )
