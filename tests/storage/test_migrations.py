"""A ledger of an older Vigie is brought up to date; one of a newer is left alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from matching.stems import SnowballAnalysis
from model.errors import Broken
from model.queries import Find, Words
from model.sources import Health
from storage.database import Database
from storage.keys import LEDGER
from storage.ledger import SqliteLedger, open_ledger
from storage.migrating import HEAD, MIGRATIONS, backup_path, migrate
from storage.schema import metadata
from tests.storage.makers import NOON, a_post, a_thread, analysis, kept, see

LATER = "0999"
NEXT = '''
"""The next one."""

from alembic import op

revision, down_revision = "{later}", "{head}"


def upgrade() -> None:
    op.execute("CREATE TABLE further (id INTEGER)")
    {more}
'''


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The migrations of a later Vigie."""
    folder = copytree(MIGRATIONS, tmp_path / "migrations", ignore=ignore_patterns("__pycache__"))
    (folder / "versions" / "v0999_next.py").write_text(NEXT.format(later=LATER, head=HEAD, more=""))
    return folder


def tables(ledger: Path) -> set[str]:
    with closing(sqlite3.connect(ledger)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_the_migrations_end_where_the_program_says() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_the_migrations_make_the_schema_that_the_program_uses(tmp_path: Path) -> None:
    database = Database(tmp_path / LEDGER)
    migrate(database)

    with database.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata)

    ours = [change for change in found if "post_words" not in str(change)]
    assert ours == []
    database.close()


def test_a_new_home_needs_no_backup(tmp_path: Path) -> None:
    open_ledger(tmp_path / "home", analysis=analysis).close()

    assert not list((tmp_path / "home").glob("*.backup"))


def test_a_ledger_is_copied_before_it_is_migrated(sqlite: SqliteLedger, home: Path, later: Path) -> None:
    see(sqlite, posts=[a_post(kept=kept())])
    database = Database(home / LEDGER)

    migrate(database, migrations=later, head=LATER)
    migrate(database, migrations=later, head=LATER)

    copy = backup_path(home / LEDGER, HEAD)
    assert "further" in tables(home / LEDGER)
    assert "further" not in tables(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM posts").fetchone() == (1,)
    database.close()


def test_a_migration_that_fails_changes_nothing(sqlite: SqliteLedger, home: Path, later: Path) -> None:
    script = later / "versions" / "v0999_next.py"
    script.write_text(NEXT.format(later=LATER, head=HEAD, more='raise ValueError("half way")'))
    database = Database(home / LEDGER)

    with pytest.raises(ValueError, match="half way"):
        migrate(database, migrations=later, head=LATER)

    assert "further" not in tables(home / LEDGER)
    assert sqlite.check() == []
    database.close()


def test_a_ledger_of_a_newer_vigie_is_refused_and_left_alone(sqlite: SqliteLedger, home: Path) -> None:
    sqlite.close()
    with closing(sqlite3.connect(home / LEDGER)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(Broken, match=r"newer Vigie .*upgrade Vigie"):
        open_ledger(home, analysis=analysis)

    assert not list(home.glob("*.backup"))


OLD = """
    DROP TABLE post_words; DROP TABLE entries; DROP TABLE entry_words; DROP TABLE embedded_index;
    DROP TABLE index_marks; DROP TABLE post_mirrors; DROP TABLE mirrors;
    CREATE VIRTUAL TABLE post_words USING fts5(title, text, author);
    INSERT INTO post_words(rowid, title, text, author) SELECT id, 'viamedis', 'who has viamedis', 'lynx' FROM posts;
    DROP INDEX ix_posts_source_native;
    ALTER TABLE sources DROP COLUMN began_at; ALTER TABLE sources DROP COLUMN well_at;
    ALTER TABLE sources DROP COLUMN expectation; ALTER TABLE errands DROP COLUMN held;
    ALTER TABLE sources DROP COLUMN habits;
    DROP TABLE hunts; ALTER TABLE notes DROP COLUMN is_retro;
    ALTER TABLE fetches DROP COLUMN purpose;
    ALTER TABLE threads DROP COLUMN looked_at; ALTER TABLE threads DROP COLUMN doubtful_page;
    ALTER TABLE posts DROP COLUMN born_in; ALTER TABLE posts DROP COLUMN missed;
    ALTER TABLE posts DROP COLUMN missed_in; ALTER TABLE posts DROP COLUMN missed_at;
    ALTER TABLE posts DROP COLUMN gone_at;
    UPDATE sources SET health = 'unreachable';
    UPDATE alembic_version SET version_num = '0001';
"""


def test_what_the_first_release_kept_is_found_by_words_and_stems(sqlite: SqliteLedger, home: Path) -> None:
    see(sqlite, threads=[a_thread()], posts=[a_post(str(n), kept=kept("les bases")) for n in range(1, 250)])
    sqlite.close()
    with closing(sqlite3.connect(home / LEDGER)) as connection:
        connection.executescript(OLD)
    steps: list[tuple[int, int]] = []

    ledger = open_ledger(home, analysis=SnowballAnalysis(), told=lambda *step: steps.append(step))

    assert ledger.search(Find(node=Words(words=("base",))), now=NOON).total == 249
    assert steps == [(200, 249), (249, 249)]
    assert ledger.index_backlog().waiting == 249
    assert [(state.health, state.well_at is None) for state in ledger.states()] == [(Health.DOWN, False)]
    assert ledger.check() == []
    ledger.close()


def test_indexing_anew_that_was_killed_goes_on_where_it_stopped(sqlite: SqliteLedger, home: Path) -> None:
    see(sqlite, threads=[a_thread()], posts=[a_post(str(n), kept=kept()) for n in range(1, 250)])
    sqlite.close()

    def die(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_ledger(home, analysis=SnowballAnalysis(), told=die)
    steps: list[tuple[int, int]] = []
    ledger = open_ledger(home, analysis=SnowballAnalysis(), told=lambda *step: steps.append(step))

    assert (steps, ledger.check()) == ([(249, 249)], [])
    ledger.close()


def test_an_index_of_this_analysis_is_not_made_again(sqlite: SqliteLedger, home: Path) -> None:
    see(sqlite, posts=[a_post(kept=kept())])
    steps: list[tuple[int, int]] = []

    open_ledger(home, analysis=analysis, told=lambda *step: steps.append(step)).close()

    assert steps == []
