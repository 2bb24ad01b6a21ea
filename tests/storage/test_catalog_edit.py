"""Commands that change the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.errors import BadConfig, BadInput
from model.sources import Schedule
from storage.catalog import load
from storage.catalog_edit import add_source, add_watch, init
from storage.catalog_files import shipped


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "config"


def files(config: Path) -> list[str]:
    return sorted(str(path.relative_to(config)) for path in config.rglob("*") if path.is_file())


def test_a_source_is_called_after_its_host(config: Path) -> None:
    path = add_source(config, "https://www.Forum-7.example:8080/index.php?a=1")
    assert path == config / "sources" / "forum-7-example.yaml"
    (source,) = load(config).sources
    assert (source.id, source.url) == ("forum-7-example", "https://www.Forum-7.example:8080/index.php?a=1")


def test_a_source_is_written_with_what_was_said_about_it(config: Path) -> None:
    add_source(config, "http://127.0.0.1:8766/", id="demo", cron="0 9 * * *", engine="mybb", private=True, since=None)
    (source,) = load(config).sources
    assert (source.id, source.engine, source.private, source.since) == ("demo", "mybb", True, None)
    assert source.schedule == Schedule(cron="0 9 * * *")


@pytest.mark.parametrize(
    "name", ["Mutuelle Boréale", "no", "null", "1664", "# hash", "a: b", "'", "Тельтара", "- dash", "&x", "{a}", "true"]
)
def test_a_watch_is_read_back_as_it_was_named(config: Path, name: str) -> None:
    add_watch(config, name, terms=("boreale.example", name), exclude=("aurore boréale",), allow_short="a test")
    (watch,) = load(config).watchlist.watches
    assert (watch.name, watch.terms, watch.exclude) == (name, (name, "boreale.example"), ("aurore boréale",))


def test_a_name_without_latin_letters_gets_an_id_that_stays_the_same(config: Path) -> None:
    path = add_watch(config, "Тельтара")
    assert path.stem.startswith("watch-")
    with pytest.raises(BadInput, match="exists already"):
        add_watch(config, "Тельтара")


def test_a_second_source_of_the_same_id_is_refused_and_the_first_stays(config: Path) -> None:
    path = add_source(config, "https://forum.example/")
    before = path.read_bytes()
    with pytest.raises(
        BadInput, match=r"config/sources/forum-example\.yaml exists already: edit it, or choose another id"
    ):
        add_source(config, "https://forum.example/other")
    assert path.read_bytes() == before


def test_an_id_that_another_file_declares_is_refused_with_its_place(config: Path) -> None:
    add_source(config, "https://forum.example/", id="one").rename(config / "sources" / "all.yaml")
    with pytest.raises(BadInput, match=r"'one' is already declared in config/sources/all\.yaml:1"):
        add_source(config, "https://other.example/", id="one")
    assert files(config) == ["sources/all.yaml"]


@pytest.mark.parametrize(
    ("url", "fields", "words"),
    [
        ("ftp://forum.example/", {}, "'url' is not an address"),
        ("http://[::1", {}, "'url' is not an address"),
        ("https://forum.example/", {"every": "20"}, "'every' is not a duration"),
        ("https://forum.example/", {"evry": "20m"}, "unknown key 'evry': did you mean 'every'"),
        ("https://forum.example/", {"id": "../x"}, "cannot be an id"),
        ("https://forum.example/", {"id": "A"}, "cannot be an id"),
    ],
)
def test_what_would_not_be_right_is_not_written(config: Path, url: str, fields: dict[str, str], words: str) -> None:
    with pytest.raises(BadInput, match=words) as raised:
        add_source(config, url, **fields)
    assert not isinstance(raised.value, BadConfig)  # no line of a file that is not there
    assert not config.exists()


def test_a_configuration_that_is_already_wrong_is_told_as_such(config: Path) -> None:
    (config / "watchlist").mkdir(parents=True)
    (config / "watchlist" / "a.yaml").write_text("watch: []\n")
    with pytest.raises(BadConfig, match=r"config/watchlist/a\.yaml:1: unknown key 'watch'"):
        add_source(config, "https://forum.example/")


def test_init_writes_a_configuration_that_is_right_and_says_what_the_shipped_one_says(config: Path) -> None:
    written = init(config)
    assert sorted(str(path.relative_to(config)) for path in written) == files(config)
    assert (config / "settings.yaml").read_bytes() == (shipped() / "settings.yaml").read_bytes()
    mine, theirs = load(config), load(None)
    assert (mine.settings, mine.watchlist, mine.lexicon) == (theirs.settings, theirs.watchlist, theirs.lexicon)


def test_init_overwrites_nothing_and_adds_what_lacks(config: Path) -> None:
    init(config)
    (config / "settings.yaml").write_text("# mine\n")
    (config / "sources" / "example.yaml").unlink()
    assert init(config) == [config / "sources" / "example.yaml"]
    assert (config / "settings.yaml").read_text() == "# mine\n"
    assert init(config) == []


def test_a_directory_that_cannot_be_written_is_told(config: Path) -> None:
    config.write_text("a file stands here")
    with pytest.raises(BadInput, match="cannot be written"):
        add_source(config, "https://forum.example/")
