"""Tables of watches and sources: all of a table is right, or nothing of it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.errors import BadConfig, BadInput
from model.sources import Schedule, Transport, Window
from model.watches import Sector
from storage.catalog import load
from storage.catalog_edit import add_watch
from storage.catalog_import import SOURCES, WATCHES, Import, Table, read_table


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "config"


def read(config: Path, text: str | bytes, table: Table = WATCHES, *, name: str = "clients.csv") -> Import:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(Path(name), table, config)


def told(found: Import) -> list[str]:
    return [str(problem) for problem in found.problems]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("begins", ["", "\ufeff"], ids=["plain", "with a byte order mark"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_table_of_watches_becomes_a_file_of_them(config: Path, mark: str, begins: str, ends: str) -> None:
    lines = [
        ["name", "terms", "exclude", "sector", "fuzzy"],
        ["Mutuelle Boréale", "Boréale Santé | boreale.example", "aurore boréale", "insurance", "false"],
        ["Тельтара", "", "", "", ""],
        ['"Dupont; Fils, et Cie"', "", "", "", ""],
    ]
    found = read(config, begins + "".join(mark.join(cells) + ends for cells in lines))
    assert (told(found), found.ids[0], len(found.ids)) == ([], "mutuelle-boreale", 3)

    assert found.write() == config / "watchlist" / "clients.yaml"
    boreale, teltara, dupont = load(config).watchlist.watches
    assert boreale.terms == ("Mutuelle Boréale", "Boréale Santé", "boreale.example")
    assert (boreale.exclude, boreale.sector, boreale.fuzzy) == (("aurore boréale",), Sector.INSURANCE, False)
    assert (teltara.terms, dupont.name) == (("Тельтара",), "Dupont; Fils, et Cie")


def test_a_table_of_sources_becomes_a_file_of_them(config: Path) -> None:
    found = read(
        config,
        "id,url,every,window.opens,window.closes,transport,hosts\n"
        "one,https://one.example/,30m,08:00,20:00,tor,a.one.example|b.one.example\n"
        ",https://www.two.example/,,,,,\n",
        SOURCES,
        name="My forums.csv",
    )
    assert told(found) == []
    assert found.write() == config / "sources" / "my-forums.yaml"
    one, two = load(config).sources
    assert (one.transport, one.hosts) == (Transport.TOR, ("a.one.example", "b.one.example"))
    assert isinstance(one.schedule.window, Window)
    assert (two.id, two.schedule) == ("two-example", Schedule(every=two.schedule.every))


_BAD_ID = (
    "clients.csv:3: 'id' may hold only small letters, digits and -, and begins with one of the former: "
    "like `id: my-name`"
)
_SHORT = (
    "clients.csv:9: 'XY' has fewer than 4 letters and would be seen everywhere: write it longer, or say why it is "
    'safe with `allow_short: "…"`'
)


def test_every_wrong_line_is_told_with_its_place_and_nothing_is_written(config: Path) -> None:
    found = read(
        config,
        "name;id;sector;terms\n"
        "Good Name;good;;\n"
        "Bad Id;Bad Id;;\n"
        "\n"
        '"Two\nlines";two;;\n'
        "No Sector;ns;banque;\n"
        ";empty;;\n"
        "Short;s;;XY\n"
        "Too;many;;cells;here\n",
    )
    assert told(found) == [
        _BAD_ID,
        "clients.csv:7: 'sector' cannot be 'banque': did you mean 'bank'?",
        "clients.csv:8: 'name' is missing: fill its cell, or delete the line",
        _SHORT,
        "clients.csv:10: has 5 cells and the first line 4: put cells that hold the mark in quotes",
    ]
    with pytest.raises(BadConfig, match=r"clients\.csv:3"):
        found.write()
    assert not (config / "watchlist").exists()


def test_a_cell_of_several_lines_is_one_text(config: Path) -> None:
    read(config, 'name;terms\n"Mutuelle\r\nBoréale";"Boréale\nSanté|boreale.example"\n').write()
    (watch,) = load(config).watchlist.watches
    assert (watch.name, watch.terms[1:]) == ("Mutuelle Boréale", ("Boréale Santé", "boreale.example"))


def test_two_lines_of_one_id_are_told_by_their_lines(config: Path) -> None:
    found = read(config, "name\nAlmerys\nViamedis\nalmerys\n")
    assert told(found) == ["clients.csv:4: 'almerys' is the id of line 2 too: write another into column 'id'"]


def test_a_line_that_names_what_is_watched_already_is_told_with_the_place_of_that(config: Path) -> None:
    add_watch(config, "Almerys")
    found = read(config, "name\nViamedis\nAlmerys\n")
    (problem,) = told(found)
    assert problem.startswith("clients.csv:3: watch 'almerys' is already declared in config/watchlist/almerys.yaml:2")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("", r"clients\.csv: is empty", id="empty"),
        pytest.param("name\n", r"clients\.csv:1: holds no lines", id="keys only"),
        pytest.param("nom\nA\n", r"clients\.csv:1: unknown key 'nom': known are allow_short,", id="a key in French"),
        pytest.param("id\nx\n", r"clients\.csv:1: has no column 'name'", id="no names"),
        pytest.param("name;examples\nA;b\n", r"clients\.csv:1: 'examples' does not fit into a cell", id="no cell"),
        pytest.param("name;name\nA;b\n", r"clients\.csv:1: key 'name' stands here twice", id="twice"),
        pytest.param('name\nGood\n"open\n', r"clients\.csv:3: is no line of a table", id="an open quote"),
        pytest.param("name\nBor\xe9ale\n".encode("latin-1"), r"clients\.csv:2: is not UTF-8", id="Latin-1"),
        pytest.param("name\nBoréale\n".encode("utf-16"), r"clients\.csv:1: is not UTF-8", id="UTF-16"),
    ],
)
def test_what_is_no_table_is_answered_in_one_line(config: Path, text: str | bytes, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        read(config, text)


def test_a_file_that_was_imported_is_not_overwritten(config: Path) -> None:
    read(config, "name\nAlmerys\n").write()
    with pytest.raises(BadInput, match=r"config/watchlist/clients\.yaml exists already"):
        read(config, "name\nViamedis\n")
    with pytest.raises(BadInput, match="no such file"):
        read_table(Path("absent.csv"), WATCHES, config)


def test_a_configuration_that_is_wrong_already_is_told_as_such(config: Path) -> None:
    add_watch(config, "Almerys").write_text("watches:\n  - {id: almerys}\n")
    with pytest.raises(BadConfig, match=r"config/watchlist/almerys\.yaml:2: 'name' is missing"):
        read(config, "name\nViamedis\n")


def test_no_address_stands_in_a_problem(config: Path) -> None:
    found = read(config, "url\nforum.example/secret-title\nhttps://user:pass@x.example/\n", SOURCES)
    assert len(found.problems) == 2
    assert not any("secret-title" in one or "pass" in one for one in told(found))


LEAKED = ("jeanne.kanari@courrier.example", "1840599990123", "Kanari Zoé", "kanari(")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Kanari Zoé;1840599990123;jeanne.kanari@courrier.example\nA;b;c\n", id="no line of keys"),
        pytest.param("name;jeanne.kanari@courrier.example\nA;b\n", id="a cell among the keys"),
        pytest.param("name;id\nA;jeanne.kanari@courrier.example\nB;Kanari Zoé\n", id="as an id"),
        pytest.param("name;id\nA;1840599990123\nB;1840599990123\n", id="as an id twice"),
        pytest.param("name\n1840599990123\n1840599990123\n", id="as a name twice"),
        pytest.param("name;sector\nA;jeanne.kanari@courrier.example\nB;1840599990123\n", id="as a choice"),
        pytest.param("name;fuzzy;signatures\nA;Kanari Zoé;1840599990123 x\n", id="as a switch"),
        pytest.param("name;patterns\nA;[kanari(|1840599990123(\n", id="in a pattern"),
        pytest.param('name;terms\nA;"jeanne.kanari@courrier.example\n1840599990123;;\n', id="behind an open quote"),
        pytest.param("name;terms\nA;b;1840599990123;jeanne.kanari@courrier.example\n", id="cells too many"),
    ],
)
def test_no_leaked_line_that_was_taken_for_a_table_is_repeated_in_what_is_wrong_with_it(
    config: Path, text: str
) -> None:
    try:
        problems = told(read(config, text))
    except BadInput as error:
        problems = [str(error)]
    assert problems
    assert not any(word.lower() in problem.lower() for problem in problems for word in LEAKED)
