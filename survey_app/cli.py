"""What can be typed: `send-voices COMMAND`. A table; each command lives in `commands/`."""

from __future__ import annotations

import click

from survey_app.commands.backing_up import backup
from survey_app.commands.check import check
from survey_app.commands.co_production import co_production
from survey_app.commands.coding import labels, scan_again
from survey_app.commands.correcting import correct
from survey_app.commands.dates import kinds, timetable, window
from survey_app.commands.demo import demo
from survey_app.commands.dispatching import dispatch
from survey_app.commands.exporting import export
from survey_app.commands.health import health
from survey_app.commands.keys import keys
from survey_app.commands.languages import languages
from survey_app.commands.migrating import migrate
from survey_app.commands.schema import schema
from survey_app.commands.serving import serve
from survey_app.commands.staff import staff
from survey_app.commands.tidying import tidy

COMMANDS: tuple[click.Command, ...] = (
    *(check, schema, languages, kinds, window, timetable),
    *(keys, migrate, serve, dispatch, health),
    *(staff, correct, export, tidy, backup),
    *(labels, scan_again, co_production),
    demo,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="send-voices")
def main() -> None:
    """SEND Voices: hears people with SEND, their families and practitioners when their area is inspected."""


for _command in COMMANDS:
    main.add_command(_command)

if __name__ == "__main__":
    main()
