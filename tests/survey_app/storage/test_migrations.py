"""The numbered migrations make exactly the tables that the models describe, up and down, and lose no row."""

import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from survey_app.storage import migrate
from survey_app.storage.database import Database
from survey_app.storage.tables import metadata

NUMBERS = [step.revision for step in reversed(list(ScriptDirectory(migrate.FOLDER).walk_revisions()))]

VERSION = "alembic_version"

REBUILD = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "{number}", "{before}"

def upgrade():
    with op.batch_alter_table("areas") as areas:
        areas.add_column(sa.Column("colour", sa.String(8), nullable=False, server_default=""))
        areas.alter_column("name", type_=sa.String(300))
    {more}

def downgrade():
    with op.batch_alter_table("areas") as areas:
        areas.alter_column("name", type_=sa.String(200))
        areas.drop_column("colour")
"""


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url, pool_size=4)
    yield found
    found.dispose()


@pytest.fixture
def longer(tmp_path: Path) -> Path:
    """The migrations and one more, which rebuilds a table that others point at."""
    folder = Path(shutil.copytree(migrate.FOLDER, tmp_path / "migrations"))
    add_step(folder)
    return folder


def add_step(folder: Path, more: str = "pass") -> None:
    step = REBUILD.format(number="9999", before=NUMBERS[-1], more=more)
    (folder / "versions/9999_rebuild.py").write_text(step, encoding="utf-8")


def add_an_area_with_a_visit(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("INSERT INTO areas (id, name, front_door) VALUES ('a', 'Here', '')"))
        connection.execute(
            text(
                "INSERT INTO visits (id, area_id, kind, title, reference, wave, standing, key_salt)"
                " VALUES ('v', 'a', 'k', 't', 'r', '', 'draft', '')"
            )
        )


def areas_and_visits(database: Database) -> tuple[int, int]:
    with database.reading() as connection:
        areas = connection.execute(text("SELECT count(*) FROM areas")).scalar_one()
        return areas, connection.execute(text("SELECT count(*) FROM visits")).scalar_one()


def table_names(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(inspect(connection).get_table_names()) - {VERSION}


def test_the_migrations_make_what_the_models_describe(database: Database) -> None:
    migrate.upgrade(database)
    with database.reading() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    assert migrate.is_current(database)


def written_tables(connection: Connection) -> dict[str, list[str]]:
    """The words of every table and index; the order of constraints says nothing."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {
        name: sorted(re.split(r"[\s,]+", sql.replace(")", " ) "))) for name, sql in rows if name != VERSION
    }


def test_on_sqlite_the_tables_are_the_same_word_for_word(tmp_path: Path) -> None:
    """Also what a comparison does not see: tables without row numbers, names of constraints."""
    modelled, migrated = Database(f"sqlite:///{tmp_path / 'a'}"), Database(f"sqlite:///{tmp_path / 'b'}")
    with modelled.writing() as connection:
        metadata.create_all(connection)
    migrate.upgrade(migrated)
    with modelled.reading() as wanted, migrated.reading() as made:
        assert written_tables(made) == written_tables(wanted)
    modelled.dispose()
    migrated.dispose()


def test_each_migration_goes_up_and_down_and_up(database: Database) -> None:
    seen = {migrate.NOTHING: table_names(database)}
    for number in NUMBERS:
        assert migrate.upgrade(database, number) == number
        seen[number] = table_names(database)
    for number in reversed([migrate.NOTHING, *NUMBERS[:-1]]):
        assert migrate.downgrade(database, number) == number
        assert table_names(database) == seen[number]
    assert migrate.upgrade(database) == NUMBERS[-1]


def test_migrations_are_numbered_one_after_another_in_the_names_of_their_files() -> None:
    files = sorted(path.name for path in (migrate.FOLDER / "versions").glob("[0-9]*.py"))
    assert [name[:4] for name in files] == NUMBERS == [f"{n:04}" for n in range(1, len(files) + 1)]


def test_rebuilding_a_table_keeps_the_rows_that_point_at_it(database: Database, longer: Path) -> None:
    migrate.upgrade(database)
    add_an_area_with_a_visit(database)
    migrate.upgrade(database, folder=longer)
    assert areas_and_visits(database) == (1, 1)
    assert not migrate.is_current(database)
    migrate.downgrade(database, NUMBERS[-1], folder=longer)
    assert areas_and_visits(database) == (1, 1)
    assert migrate.is_current(database)


def test_a_migration_that_fails_half_way_leaves_everything_as_it_was(
    database: Database, longer: Path
) -> None:
    migrate.upgrade(database)
    add_an_area_with_a_visit(database)
    add_step(longer, more="raise RuntimeError('the power went')")
    with pytest.raises(RuntimeError, match="the power went"):
        migrate.upgrade(database, folder=longer)
    assert migrate.is_current(database)
    assert areas_and_visits(database) == (1, 1)
    with database.reading() as connection:
        assert "colour" not in {column["name"] for column in inspect(connection).get_columns("areas")}


def test_on_sqlite_a_migration_may_not_leave_rows_that_point_at_nothing(tmp_path: Path, longer: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'site.db'}")
    migrate.upgrade(database)
    add_an_area_with_a_visit(database)
    add_step(longer, more="op.execute('DELETE FROM areas')")
    with pytest.raises(migrate.MigrationProblem, match="visits would point at nothing"):
        migrate.upgrade(database, folder=longer)
    assert areas_and_visits(database) == (1, 1)
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    database.dispose()


def test_two_who_migrate_at_once_both_end_well(database_url: str) -> None:
    ended: list[str] = []

    def move() -> None:
        database = Database(database_url)
        ended.append(migrate.move(database))
        database.dispose()

    threads = [threading.Thread(target=move) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == [NUMBERS[-1]] * 3


def test_a_database_of_a_newer_version_is_left_alone(database: Database, longer: Path) -> None:
    migrate.upgrade(database, folder=longer)
    with pytest.raises(migrate.MigrationProblem, match="no migration '9999' here"):
        migrate.move(database)
    assert migrate.current(database) == "9999"


def test_an_empty_engine_is_at_nothing(database_url: str) -> None:
    engine: Engine = create_engine(database_url)
    engine.dispose()
    database = Database(database_url)
    assert migrate.current(database) == migrate.NOTHING
    assert not migrate.is_current(database)
    database.dispose()
