"""Configuration: what its files may say, and how a mistake is told."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.errors import BadConfig, BadInput
from model.lexicon import Cue
from model.matches import Intent
from model.settings import Channel, Limits, Settings
from model.sources import Family, Keep, Schedule, Source, Transport, Window
from model.watches import Example, Field, SignatureStatus, Volume
from storage.catalog import assemble, load
from storage.catalog_files import FOLDERS, Layer
from storage.catalog_sources import SourceForm
from storage.catalog_watches import WatchForm
from storage.catalog_yaml import File

SOURCE = "id: forum\nurl: https://forum.example/\n"
WATCH = "watches:\n  - {id: boreale, name: Mutuelle Boréale, terms: [Boréale Santé]}\n"
SIGNATURE = "id: fr-invented-2024\ntitle: Invented\nnames: [Boréale]\n"
ONION = "expyuzz4wqqyqhjn" * 3 + "abcdefgh.onion"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(**files: str | bytes) -> Path:
    """A configuration directory, `sources_a` being `sources/a.yaml`."""
    config = Path("config").absolute()
    config.mkdir(exist_ok=True)
    for name, text in files.items():
        path = config / f"{name.replace('_', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return config


def source(text: str) -> Source:
    (only,) = load(write(sources_a=text)).sources
    return only


def told(**files: str | bytes) -> str:
    """What is said of a configuration that is wrong."""
    with pytest.raises(BadConfig) as raised:
        load(write(**files))
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_the_shipped_configuration_is_right_and_says_the_defaults() -> None:
    catalog = load(None)
    assert catalog.settings == Settings()
    assert catalog.sources == ()


def test_a_source_needs_an_id_and_an_address_only() -> None:
    assert source(SOURCE) == Source(id=source(SOURCE).id, url="https://forum.example/")


def test_everything_about_a_source_can_be_said() -> None:
    text = f"""{SOURCE}
family: forum
engine: mybb
transport: tor
every: 1h30m
window: {{opens: "22:00", closes: 6:00}}
zone: Europe/Paris
jitter: 25%
delay: 0.5s
budget: {{pages: 60}}
since: 2024-02-01
board_zone: Europe/Moscow
day_first: true
keep: claims
hosts: [CDN.forum.example, "mirror.example:8080"]
private: true
user_agent: Mozilla/5.0
robots: obey
"""
    assert source(text) == Source(
        id=source(SOURCE).id,
        url="https://forum.example/",
        family=Family.FORUM,
        engine="mybb",
        transport=Transport.TOR,
        schedule=Schedule(
            every=timedelta(minutes=90),
            zone="Europe/Paris",
            window=Window(opens=time(22), closes=time(6), zone="Europe/Paris"),
            jitter=0.25,
        ),
        delay=timedelta(seconds=0.5),
        budget=60,
        since=datetime(2024, 1, 31, 21, tzinfo=UTC),
        zone="Europe/Moscow",
        day_first=True,
        keep=Keep.CLAIMS,
        hosts=("cdn.forum.example", "mirror.example:8080"),
        private=True,
        user_agent="Mozilla/5.0",
        obey_robots=True,
    )


def test_a_cron_line_takes_the_place_of_an_interval() -> None:
    assert source(f'{SOURCE}cron: "*/15 * * * *"\n').schedule == Schedule(cron="*/15 * * * *")


def test_an_onion_address_goes_through_tor_without_being_told() -> None:
    assert source(f"id: hidden\nurl: http://{ONION}/\n").transport is Transport.ONION


def test_one_file_may_hold_several_sources_and_files_are_read_in_the_order_of_their_names() -> None:
    listed = "sources:\n  - {id: c, url: https://c.example/}\n  - {id: b, url: https://b.example/}\n"
    config = write(sources_z=SOURCE, sources_a=listed)
    assert [each.id for each in load(config).sources] == ["c", "b", "forum"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("4s", timedelta(seconds=4)),
        ("20m", timedelta(minutes=20)),
        ("2h", timedelta(hours=2)),
        ("1h30m", timedelta(minutes=90)),
        ("1d", timedelta(days=1)),
    ],
)
def test_a_duration_is_written_with_its_units(written: str, meant: timedelta) -> None:
    assert source(f"{SOURCE}delay: {written}\n").delay == meant


def test_a_watch_is_known_by_its_name_and_its_terms() -> None:
    text = """
watches:
  - id: boreale
    name: Mutuelle Boréale
    terms: [Boréale Santé, boreale-sante.example, Mutuelle Boréale]
    exclude: [aurore boréale]
    fuzzy: false
    signatures: [fr-invented-2024]
    examples:
      - {name: asked for, text: "je cherche la base Boréale Santé", matches: yes, intent: request, level: now}
  - {id: axa, name: AXA, terms: [axa.example], allow_short: "a name that is no word"}
"""
    first, second = load(write(watchlist_a=text, signatures_b=SIGNATURE)).watchlist.watches
    assert first.terms == ("Mutuelle Boréale", "Boréale Santé", "boreale-sante.example")
    assert (first.exclude, first.fuzzy, first.signatures) == (("aurore boréale",), False, ("fr-invented-2024",))
    assert first.examples == (
        Example(name="asked for", text="je cherche la base Boréale Santé", matches=True, intent="request", level="now"),
    )
    assert second.terms == ("AXA", "axa.example")


def test_everything_about_a_signature_can_be_said() -> None:
    text = """
id: fr-invented-2024
title: Invented
status: stable
names: [Boréale]
must: [nir, name]
may: [insurer]
must_not: [phone]
volumes: [{about: 33000000, tolerance: 25%}, {about: 20000000}]
words: [mutuelle]
weights: {names: 35, must_not: -25}
threshold: 55
notice_on: 2024-02-07
references: [https://www.cnil.fr/]
false_positives: [news]
examples:
  - {name: a, text: one, matches: true}
  - {name: b, text: two, matches: true}
  - {name: c, text: three, matches: false}
  - {name: d, text: four, matches: false}
"""
    found = {each.id: each for each in load(write(signatures_a=text)).watchlist.signatures}
    signature = next(each for name, each in found.items() if name == "fr-invented-2024")
    assert signature.status is SignatureStatus.STABLE
    assert signature.must == {Field.NIR, Field.NAME}
    assert signature.must_not == {Field.PHONE}
    assert signature.volumes == (Volume(about=33_000_000), Volume(about=20_000_000))
    assert signature.weights == (("names", 35), ("must_not", -25))
    assert (signature.threshold, signature.notice_on) == (55, date(2024, 2, 7))


def test_a_word_of_the_lexicon_weighs_one_unless_it_says_otherwise() -> None:
    text = "language: eo\nintents:\n  request: [mi serĉas, {say: kiu havas, weight: 2.5}]\nfields: {nir: [numero]}\n"
    languages = {each.code: each for each in load(write(lexicon_eo=text)).lexicon.languages}
    assert languages["eo"].intents[Intent.REQUEST] == (Cue(say="mi serĉas"), Cue(say="kiu havas", weight=2.5))
    assert languages["eo"].fields == {Field.NIR: ("numero",)}


def test_settings_say_whom_to_tell_and_what_a_visit_may_cost() -> None:
    text = """
keep: all
legal_basis: Register of processing, T-2026-14
alerting:
  channels: [{id: cert, kind: telegram, chat: -1001234567890, token_file: telegram.token, proxy: "socks5://127.0.0.1:9050"}]
  digest: {at: "08:30", zone: Europe/Paris}
  group_wait: 0s
limits: {page_bytes: 512KiB, visit_memory: 2GiB, fetch: 3m}
"""
    config = write(settings=text)
    settings = load(config).settings
    assert settings.keep is Keep.ALL
    assert settings.alerting.channels == (
        Channel(
            id="cert",
            kind="telegram",
            chat="-1001234567890",
            token_file=str(config / "telegram.token"),
            proxy="socks5://127.0.0.1:9050",
        ),
    )
    assert (settings.alerting.digest_at, settings.alerting.digest_zone) == (time(8, 30), "Europe/Paris")
    assert settings.limits == Limits(page_bytes=2**19, visit_memory=2**31, fetch=timedelta(minutes=3))


def test_what_a_directory_lacks_is_taken_from_what_is_shipped_but_for_sources_and_watches() -> None:
    shipped, mine = load(None), load(write())
    assert mine.settings == shipped.settings
    assert mine.lexicon == shipped.lexicon
    assert mine.watchlist.signatures == shipped.watchlist.signatures
    assert not mine.watchlist.watches
    assert not mine.sources


def test_a_directory_s_own_language_and_signature_replace_the_shipped_ones() -> None:
    catalog = load(write(lexicon_fr="language: fr\nsamples: [extrait]\n", signatures_a=SIGNATURE))
    assert [each.samples for each in catalog.lexicon.languages if each.code == "fr"] == [("extrait",)]
    assert [each.title for each in catalog.watchlist.signatures].count("Invented") == 1


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n", "~\n"])
def test_an_empty_file_is_fine(text: str) -> None:
    assert load(write(settings=text, sources_a=text, watchlist_a=text, lexicon_a=text)).settings == Settings()


def test_a_block_whose_lines_are_all_commented_out_says_the_defaults() -> None:
    assert load(write(settings="alerting:\n  # digest: {at: '10:00'}\nlimits:\n")).settings == Settings()


def test_a_directory_that_is_not_there_is_told_with_the_way_out() -> None:
    with pytest.raises(BadInput, match="nowhere: no such directory: `vigie --config nowhere init` writes one"):
        load(Path("nowhere"))


SOURCES = "config/sources/a.yaml"
MISTAKES = [
    pytest.param(
        {"sources_a": f"{SOURCE}evry: 20m\n"},
        f"{SOURCES}:3: unknown key 'evry': did you mean 'every'?",
        id="unknown key",
    ),
    pytest.param(
        {"settings": "kep: all\n"}, "config/settings.yaml:1: unknown key 'kep': did you mean 'keep'?", id="in settings"
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}\nwindow:\n  opens: 22:00\n  close: 6:00\n"},
        f"{SOURCES}:6: unknown key 'close': did you mean 'closes'?",
        id="unknown key further in",
    ),
    pytest.param(
        {"watchlist_a": "watch:\n  - {id: a}\n"},
        "config/watchlist/a.yaml:1: unknown key 'watch': did you mean 'watches'?",
        id="misspelt list",
    ),
    pytest.param(
        {"sources_a": "source:\n  - {id: a}\n"},
        f"{SOURCES}:1: unknown key 'source': did you mean 'sources'?",
        id="misspelt sources",
    ),
    pytest.param({"sources_a": "id: forum\n"}, f"{SOURCES}:1: 'url' is missing: add `url: …`", id="missing key"),
    pytest.param(
        {"sources_a": f"{SOURCE}budget: many\n"}, f"{SOURCES}:3: 'budget' wants a whole number", id="wrong type"
    ),
    pytest.param({"sources_a": f"{SOURCE}hosts: a.example\n"}, f"{SOURCES}:3: 'hosts' wants a list: ", id="no list"),
    pytest.param(
        {"sources_a": f"{SOURCE}private: perhaps\n"}, f"{SOURCES}:3: 'private' wants true or false", id="no truth"
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}window: 22-6\n"},
        f"{SOURCES}:3: 'window' wants keys and values under it",
        id="no mapping",
    ),
    pytest.param({"sources_a": "- id: forum\n"}, f"{SOURCES}:1: must begin with `key: value`", id="a list for a file"),
    pytest.param(
        {"sources_a": f"{SOURCE}keep: al\n"},
        f"{SOURCES}:3: 'keep' cannot be 'al': did you mean 'all'?",
        id="wrong word",
    ),
    pytest.param(
        {"sources_a": SOURCE.replace("forum\n", "My Forum\n", 1)},
        f"{SOURCES}:1: 'id' may hold only small letters",
        id="id",
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}url: https://b.example\n"},
        f"{SOURCES}:3: key 'url' stands here a second time",
        id="twice",
    ),
    pytest.param(
        {"sources_a": SOURCE, "sources_b": SOURCE},
        f"config/sources/b.yaml:1: source 'forum' is already declared in {SOURCES}:1: rename or delete one",
        id="duplicate id",
    ),
    pytest.param(
        {"watchlist_a": WATCH, "watchlist_b": f"\n{WATCH}"},
        "config/watchlist/b.yaml:3: watch 'boreale' is already declared in config/watchlist/a.yaml:2",
        id="duplicate watch",
    ),
    pytest.param(
        {"lexicon_a": "language: fr\n", "lexicon_b": "language: fr\n"},
        "config/lexicon/b.yaml:1: language 'fr' is already declared in config/lexicon/a.yaml:1",
        id="duplicate language",
    ),
    pytest.param(
        {"watchlist_a": WATCH.replace("}", ", signatures: [fr-invented-2023]}"), "signatures_a": SIGNATURE},
        "config/watchlist/a.yaml:2: unknown signature 'fr-invented-2023': did you mean 'fr-invented-2024'?",
        id="unknown signature",
    ),
    pytest.param(
        {"watchlist_a": WATCH.replace("id: boreale", "id: fr-invented-2024"), "signatures_a": SIGNATURE},
        "config/watchlist/a.yaml:2: 'fr-invented-2024' is also the id of a signature, in config/signatures/a.yaml:1",
        id="one id for a watch and a signature",
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}engine: mybbb\n"},
        f"{SOURCES}:3: 'engine' cannot be 'mybbb': did you mean 'mybb'?",
        id="unknown software",
    ),
    pytest.param({"sources_a": f"{SOURCE}zone: Paris\n"}, f"{SOURCES}:3: 'zone' is not a time zone: ", id="zone"),
    pytest.param(
        {"sources_a": f"{SOURCE}zone: ../etc\n"}, f"{SOURCES}:3: 'zone' is not a time zone: ", id="zone as path"
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}cron: 61 * * * *\n"}, f"{SOURCES}:3: 'cron' is not a cron line (bad minute)", id="cron"
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}cron: 0 0 30 2 *\n"}, f"{SOURCES}:3: 'cron' is not a cron line (bad day", id="never"
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}cron: 0 0 * * * *\n"}, f"{SOURCES}:3: 'cron' is not a cron line: five", id="seconds"
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}every: 20m\ncron: 0 * * * *\n"},
        f"{SOURCES}:4: 'every' and 'cron' both say when",
        id="both",
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}every: 20\n"}, f"{SOURCES}:3: 'every' is not a duration: write it like", id="bare"
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}every: 0s\n"}, f"{SOURCES}:3: 'every' must lie between 1s and 366d", id="zero"
    ),
    pytest.param({"sources_a": f"{SOURCE}every: 99999d\n"}, f"{SOURCES}:3: 'every' must lie between", id="for ever"),
    pytest.param({"sources_a": f"{SOURCE}jitter: 120%\n"}, f"{SOURCES}:3: 'jitter' is not a share", id="share"),
    pytest.param({"sources_a": f"{SOURCE}since: yesterday\n"}, f"{SOURCES}:3: 'since' is not a date", id="date"),
    pytest.param(
        {"sources_a": f"{SOURCE}since: 2024-02-30\n"}, f"{SOURCES}:3: 'since' is not a date", id="no such day"
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}budget: 0\n"}, f"{SOURCES}:3: 'budget' must be at least 1", id="nothing to spend"
    ),
    pytest.param(
        {"sources_a": f'{SOURCE}window: {{opens: "9:00", closes: "09:00"}}\n'},
        f"{SOURCES}:3: the window opens and closes",
        id="no window",
    ),
    pytest.param(
        {"sources_a": f'{SOURCE}user_agent: "a\\r\\nX-Y: z"\n'},
        f"{SOURCES}:3: 'user_agent' must be one line",
        id="header",
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}hosts: [http://a.example/]\n"}, f"{SOURCES}:3: 'hosts' is not a host: ", id="host"
    ),
    pytest.param(
        {"sources_a": "id: a\nurl: ftp://a.example/\n"}, f"{SOURCES}:2: 'url' is not an address: ", id="scheme"
    ),
    pytest.param(
        {"sources_a": "id: a\nurl: http://[::1\n"}, f"{SOURCES}:2: 'url' is not an address: ", id="half an address"
    ),
    pytest.param(
        {"sources_a": "id: a\nurl: http://me:pw@a.example/\n"}, f"{SOURCES}:2: 'url' holds a login", id="login"
    ),
    pytest.param(
        {"sources_a": f"id: a\nurl: http://{ONION}/\ntransport: clear\n"},
        f"{SOURCES}:3: an .onion address is reached through",
        id="onion",
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}hosts: [{ONION}]\n"},
        f"{SOURCES}:3: 'hosts' mixes .onion with other hosts",
        id="two ways out",
    ),
    pytest.param(
        {"sources_a": f"{SOURCE}keep: all\n"},
        f"{SOURCES}:3: `keep: all` needs a written reason: add `legal_basis",
        id="basis",
    ),
    pytest.param(
        {"settings": "keep: all\n"},
        "config/settings.yaml:1: `keep: all` needs a written reason",
        id="basis of settings",
    ),
    pytest.param(
        {"watchlist_a": "watches:\n  - id: boreale\n    name: Boréale\n"},
        "config/watchlist/a.yaml:2: 'boreale' has no terms: write `terms: [Boréale]`",
        id="no terms",
    ),
    pytest.param(
        {"watchlist_a": "watches:\n  - id: axa\n    name: Axance\n    terms: [AXA]\n"},
        "config/watchlist/a.yaml:4: 'AXA' has fewer than 4 letters and would be seen everywhere",
        id="short term",
    ),
    pytest.param(
        {"watchlist_a": WATCH.replace("}", ", examples: [{name: a, text: b, matches: true, intent: reqest}]}")},
        "config/watchlist/a.yaml:2: 'intent' cannot be 'reqest': did you mean 'request'?",
        id="unknown intent",
    ),
    pytest.param(
        {"signatures_a": f"{SIGNATURE}status: stable\nexamples: [{{name: a, text: b, matches: true}}]\n"},
        "config/signatures/a.yaml:4: 'fr-invented-2024' is stable and has 1 examples that match and 0 that do not",
        id="unproven",
    ),
    pytest.param(
        {"signatures_a": f"{SIGNATURE}must: [nir]\nmust_not: [nir]\n"},
        "config/signatures/a.yaml:5: 'nir' must not be there and yet may",
        id="contradiction",
    ),
    pytest.param(
        {"signatures_a": f"{SIGNATURE}weights: {{name: 3}}\n"},
        "config/signatures/a.yaml:4: unknown key 'name': did you mean 'names'?",
        id="weight",
    ),
    pytest.param(
        {"lexicon_a": "language: fr\nintents:\n  reqest: [a]\n"},
        "config/lexicon/a.yaml:3: unknown key 'reqest': did you mean 'request'?",
        id="unknown intent of words",
    ),
    pytest.param(
        {"settings": "alerting:\n  channels:\n    - {id: cert, kind: telegram}\n"},
        "config/settings.yaml:3: channel 'cert' has no chat",
        id="no chat",
    ),
    pytest.param(
        {"settings": "alerting:\n  channels: []\n"},
        "config/settings.yaml:2: 'channels' is empty, so nobody",
        id="nobody",
    ),
    pytest.param(
        {"settings": "alerting:\n  channels: [{id: a, kind: console}, {id: a, kind: console}]\n"},
        "config/settings.yaml:2: two channels are called 'a'",
        id="channel twice",
    ),
    pytest.param(
        {"settings": "limits: {fetch: 0s}\n"}, "config/settings.yaml:1: 'fetch' must be more than nothing", id="no time"
    ),
    pytest.param(
        {"settings": "limits: {page_bytes: 10 mega}\n"}, "config/settings.yaml:1: 'page_bytes' is not a size", id="size"
    ),
    pytest.param(
        {"sources_a": b"id: forum\nurl: https://forum.example/\n# \xe9\n"},
        f"{SOURCES}:3: is not UTF-8 text",
        id="latin-1",
    ),
    pytest.param(
        {"sources_a": "id: forum\nwindow:\n\topens: 22:00\n"},
        f"{SOURCES}:3: a tab stands where YAML wants spaces",
        id="tab",
    ),
    pytest.param(
        {"sources_a": "id: &a forum\nurl: *a\n"},
        f"{SOURCES}:1: anchors and aliases (& *) are not accepted",
        id="anchor",
    ),
    pytest.param({"sources_a": "id: !!python/name:os.system x\n"}, f"{SOURCES}:1: tags (!) are not accepted", id="tag"),
    pytest.param(
        {"sources_a": f"{SOURCE}---\n{SOURCE}"}, f"{SOURCES}:3: a second document begins here", id="two documents"
    ),
    pytest.param(
        {"sources_a": "%YAML 1.1\n---\nid: no\n"}, f"{SOURCES}:2: directives (%) are not accepted", id="directive"
    ),
    pytest.param({"sources_a": f"id: {'[' * 50_000}\n"}, f"{SOURCES}:1: is nested more than 16 levels deep", id="bomb"),
    pytest.param({"sources_a": "id: 'forum\n"}, f"{SOURCES}:2: is not YAML here", id="open quote"),
    pytest.param({"sources_a": "id: a: b\n"}, f"{SOURCES}:1: ': ' is not expected here", id="colon"),
    pytest.param({"sources_a": "id: a\x07\n"}, f"{SOURCES}:1: holds a control character", id="bell"),
    pytest.param(
        {"watchlist_a": 'watches:\n  - {id: a, name: "Acme\\nWare", terms: [Acmeware]}\n'},
        "config/watchlist/a.yaml:2: 'name' must be one line of plain text",
        id="a name of two lines",
    ),
    pytest.param(
        {"watchlist_a": 'watches:\n  - id: a\n    name: Acmeware\n    terms: ["Acme\\e[31mWare"]\n'},
        "config/watchlist/a.yaml:4: 'terms' must be one line of plain text",
        id="a term that colours the terminal",
    ),
    pytest.param({"sources_a": "# \n" * 400_000}, f"{SOURCES}: is larger than 1024 KiB", id="large"),
]


@pytest.mark.parametrize(("files", "words"), MISTAKES)
def test_a_mistake_is_told_in_one_line_with_its_place_and_the_way_out(
    files: dict[str, str | bytes], words: str
) -> None:
    assert told(**files).startswith(words)


def test_of_several_mistakes_the_first_is_told_and_the_others_are_counted() -> None:
    said = told(sources_b=f"{SOURCE}budget: many\nevry: 2m\n", sources_a=f"{SOURCE}zone: Paris\n")
    assert said.startswith("config/sources/a.yaml:3: 'zone' is not a time zone")
    assert said.endswith("(and 1 more problem)")


keys = st.sampled_from([*SourceForm.model_fields, *WatchForm.model_fields, "sources", "watches", "limits", "x"])
values = st.recursive(
    st.none() | st.text(max_size=8) | st.sampled_from(["20m", "true", "09:00", "-1", "nan", "1e400", "9" * 400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the working directory stays empty
@given(
    st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | values.map(lambda value: json.dumps(value).encode())
)
def test_whatever_a_file_holds_is_read_or_told(content: bytes) -> None:
    layer = Layer(
        place=Path("config"),
        settings=File(name="settings", content=content),
        folders={name: (File(name=name, content=content),) for name in FOLDERS},
    )
    said = None
    try:
        assemble(layer, Layer(place=Path("shipped"), settings=None, folders=dict.fromkeys(FOLDERS, ())))
    except BadConfig as problem:
        said = str(problem)
    assert said is None or said.startswith(("settings:", *(f"{name}:" for name in FOLDERS)))
    assert said is None or "\n" not in said


@pytest.mark.parametrize(
    "line",
    [
        "{id: a, kind: telegram, chat: -1, token: 'SECRET'}",
        "{id: a, kind: telegram, chat: -1, token_file: 'SECRET'}",
        "{id: a, kind: telegram, chat: 'SECRET'}",
    ],
)
def test_a_bot_token_in_yaml_is_refused_and_not_shown(line: str) -> None:
    secret = "110201543:" + "Ab1-" * 8 + "xyz"
    said = told(settings=f"alerting:\n  channels:\n    - {line.replace('SECRET', secret)}\n")
    assert said.startswith("config/settings.yaml:3: ")
    assert "VIGIE_TELEGRAM_TOKEN" in said
    assert secret not in said


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sources/a.yml", "config/sources/a.yml: is not read under this name: call it 'a.yaml'"),
        ("setting.yaml", "config/setting.yaml: is not read under this name: call it 'settings.yaml'"),
        ("watchlists/a.yaml", "config/watchlists: is not read under this name: call it 'watchlist'"),
    ],
)
def test_a_file_that_would_never_be_read_is_told(name: str, words: str) -> None:
    path = write() / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("")
    assert told() == words


def test_a_path_outside_the_working_directory_is_shown_as_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = write(sources_a="id: forum\n")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    with pytest.raises(BadConfig) as raised:
        load(config)
    assert str(raised.value).startswith(f"{config}/sources/a.yaml:1: ")
