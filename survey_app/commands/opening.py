"""What a command needs before it can work: settings that are right, and a database that answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from survey_app.commands.stop import Stop
from survey_app.settings import PREFIX, Settings, SettingsProblem, read_settings
from survey_app.storage.database import Database, DatabaseAway

if TYPE_CHECKING:
    from survey_app.web.site import Site


def settings_or_stop(**given: object) -> Settings:
    """The settings; every fault is said at once."""
    try:
        return read_settings(**given)
    except SettingsProblem as problem:
        raise Stop(str(problem)) from None


@contextmanager
def open_database(settings: Settings) -> Iterator[Database]:
    """The database, in whatever state its tables are."""
    database = Database(settings.database, pool_size=1)
    try:
        with database.reading() as connection:
            connection.exec_driver_sql("SELECT 1")
        yield database
    except DatabaseAway as error:
        raise Stop(f"{PREFIX}DATABASE: the database does not answer. {_first_line(error)}") from None
    finally:
        database.dispose()


def stop_unless_migrated(database: Database) -> None:
    """Refuse to work on tables of another version."""
    from survey_app.storage import migrate

    here, wanted = migrate.current(database), migrate.newest()
    if here != wanted:
        was = "has no tables yet" if here == migrate.NOTHING else f"is at migration {here}"
        raise Stop(f"The database {was}, and this version needs {wanted}. Run `send-voices migrate` first.")


@contextmanager
def open_site(settings: Settings | None = None) -> Iterator[Site]:
    """The site without its pages: settings read, database reached and up to date."""
    from survey_app.app import make_site

    settings = settings or settings_or_stop()
    with open_database(settings) as database:
        stop_unless_migrated(database)
    site = make_site(settings)
    try:
        yield site
    finally:
        site.database.dispose()


def _first_line(error: DatabaseAway) -> str:
    """What the driver said, without the statement and without advice for programmers."""
    cause = getattr(error.__cause__, "orig", None) or error
    return str(cause).strip().split("\n")[0].rstrip(".") + "."
