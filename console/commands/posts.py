"""`extract`, `match` and `export`: posts in, answers out."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from console.output import moment, say, write_json
from console.places import Places
from model.errors import BadInput

if TYPE_CHECKING:
    from model.cases import PostView
    from model.matches import Text

__all__ = ["add_to", "export_verbs"]

TOLD = 10  # lines that cannot be read, before it is left at counting them
LINE_LIMIT = 64 * 1024 * 1024  # characters of one JSON line: a 50 MB dump in a post still passes
_READ = frozenset(("id", "kind", "board", "title", "body", "author", "posted_at"))
_HALVES = re.compile("[\ud800-\udfff]")  # no UTF-8 holds them, JSON's escapes may


def add_to(root: typer.Typer) -> None:
    """Give *root* these verbs."""
    root.command("extract")(_extract)
    root.command("match")(_match)


def export_verbs() -> typer.Typer:
    """The group `export`."""
    verbs = typer.Typer(help="Give out what is kept.", rich_markup_mode=None)
    verbs.callback()(lambda: None)
    verbs.command("posts")(_export_posts)
    return verbs


def _extract(
    file: Annotated[Path | None, typer.Argument(help="A page as it was served; '-' reads stdin.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="The address it came from.")] = None,
    seen_at: Annotated[str | None, typer.Option("--seen-at", metavar="ISO", help="When it was fetched.")] = None,
    timezone: Annotated[str | None, typer.Option("--timezone", metavar="ZONE", help="The board's zone.")] = None,
    charset: Annotated[str | None, typer.Option("--charset", metavar="NAME", help="The page's charset.")] = None,
    index: Annotated[Path | None, typer.Option("--index", help="Read every page that INDEX.jsonl lists.")] = None,
    _json: Annotated[bool, typer.Option("--json", help="JSON on stdout (always so).")] = True,
) -> None:
    """Read one saved page, or all pages of an index, and keep nothing.

    Examples:

      vigie extract page.html --url https://forum.example/showthread.php?tid=1 --json

      vigie extract --index corpus/index.jsonl --timezone Europe/Paris --json
    """
    from crawler.extract import extract, extract_index

    _check_zone(timezone)
    _check_charset(charset)
    if index is not None:
        for answer in extract_index(_existing(index), zone=timezone, charset=charset):
            write_json(answer)
        return
    if file is None or url is None:
        raise BadInput("name a page and the address it came from: vigie extract FILE --url URL")
    if "://" not in url:
        raise BadInput(f"--url {url}: write the whole address, such as https://forum.example/showthread.php?tid=1")
    body = _stdin().read() if str(file) == "-" else _existing(file).read_bytes()
    when = datetime.now(UTC) if seen_at is None else _moment(seen_at)
    write_json(extract(body, url=url, seen_at=when, zone=timezone, charset=charset))


def _existing(path: Path) -> Path:
    if path.is_dir():
        raise BadInput(f"{path}: is a directory: name a file in it, or '-' for stdin")
    if not path.exists():
        raise BadInput(f"{path}: no such file")
    return path


def _stdin() -> BinaryIO:
    if sys.stdin is None:
        raise BadInput("standard input is closed: name a file, or pipe one in")
    return sys.stdin.buffer


def _moment(text: str) -> datetime:
    try:
        when = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"--seen-at {text}: not a time like 2024-02-08T09:30:00Z") from error
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def _check_zone(name: str | None) -> None:
    from zoneinfo import ZoneInfo

    if name is None:
        return
    try:
        ZoneInfo(name)
    except (ValueError, OSError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise BadInput(f"--timezone {name}: no such zone; one is Europe/Paris") from error
    except KeyError as error:
        raise BadInput(f"--timezone {name}: no such zone; one is Europe/Paris") from error


def _check_charset(name: str | None) -> None:
    import codecs

    if name is None:
        return
    try:
        codecs.lookup(name)
        b"a".decode(name, "replace")
    except (LookupError, UnicodeError) as error:  # also codecs that are no charsets: base64, undefined
        raise BadInput(f"--charset {name}: no such charset; one is windows-1251") from error


def _match(
    context: typer.Context,
    jsonl: Annotated[str, typer.Option("--jsonl", metavar="FILE", help="Posts, one JSON object a line; '-' is stdin.")],
) -> None:
    """Say what each post of a file is, and keep nothing.

    Reads id, kind, board, title, body, author and posted_at of each line; answers with one line each, also where a
    line cannot be read. Offsets count in title + newline + body.

    Example: vigie match --jsonl posts.jsonl | jq 'select(.alert == "now")'
    """
    from console.wiring import catalog
    from matching.answers import answer
    from matching.matcher import Matcher

    places: Places = context.obj
    known = catalog(places.configured)
    matcher = Matcher(known.watchlist, known.lexicon)
    wrong = 0
    for place, line in _lines(jsonl):
        try:
            name, text = _text(line)
        except ValueError as error:
            wrong += 1
            write_json({"id": None, "error": f"{place}: {error}"})
            if wrong <= TOLD:
                say(f"vigie: {place}: {error}: this line got no answer")
            continue
        write_json({**answer("", matcher.understand(text)), "id": name})
    if wrong:
        raise BadInput(f"{wrong} of the lines could not be read, as their answers say; all others are answered")


def _lines(name: str) -> Iterator[tuple[str, str]]:
    stream = _stdin() if name == "-" else _existing(Path(name)).open("rb")
    with stream:
        for number, raw in enumerate(stream, start=1):
            if raw.strip():
                yield (
                    f"{'stdin' if name == '-' else name}:{number}",
                    raw.decode("utf-8", "replace").removeprefix("\ufeff"),
                )


def _text(line: str) -> tuple[object, Text]:
    """The id as it was given, and what is read of the post; raises `ValueError`."""
    from model.matches import Text

    if len(line) > LINE_LIMIT:
        raise ValueError(f"longer than {LINE_LIMIT} characters")
    try:
        post = json.loads(line)
    except (ValueError, RecursionError) as error:
        where = f" (column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"not JSON{where}") from None
    if not isinstance(post, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - of the file, and not of the call
    if post.keys().isdisjoint(("title", "body")) and post.keys() - _READ:
        raise ValueError("neither title nor body: write what the post says under body")
    title, body, kind, board = (_word(post.get(name)) for name in ("title", "body", "kind", "board"))
    return post.get("id"), Text(title=title, body=body, kind=kind or "reply", board=board or None)


def _word(value: object) -> str:
    """*value* as a text: nothing when it is null, JSON when it is no text, and halves of characters made whole."""
    word = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return word if word.isascii() else _HALVES.sub("\N{REPLACEMENT CHARACTER}", word)


def _export_posts(
    context: typer.Context,
    _jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a line (always so).")] = True,
) -> None:
    """Give out every kept thread and post, one post a line, identifiers masked.

    Example: vigie export posts --jsonl > posts.jsonl
    """
    from console.wiring import ledger

    places: Places = context.obj
    with ledger(places.home) as book:
        for view in book.posts():
            write_json(_post(view))


def _post(view: PostView) -> dict[str, Any]:
    assessment = view.assessment
    return {
        "key": view.key,
        "source": view.source,
        "board": view.board,
        "thread": {
            "id": view.thread_id,
            "title": view.thread_title,
            "url": view.thread_url,
            "author": view.thread_author,
            "created_at": moment(view.thread_created_at),
            "replies": view.thread_replies,
        },
        "id": view.id,
        "n": view.n,
        "author": view.author,
        "posted_at": moment(view.posted_at),
        "text": view.text,
        "permalink": view.permalink,
        "edited_at": moment(view.edited_at),
        "first_seen_at": moment(view.first_seen_at),
        "last_seen_at": moment(view.last_seen_at),
        "versions": view.versions,
        "gone_at": moment(view.gone_at),
        "watches": sorted({m.watch for m in view.matches if m.watch}),
        "signatures": sorted({m.signature for m in view.matches if m.signature}),
        "retro": sorted({m.subject for m in view.matches if m.is_retro}),
        "intent": assessment.intent.value if assessment else None,
        "level": assessment.level.value if assessment else None,
        "claimed_records": assessment.claimed_records if assessment else None,
        "lang": assessment.lang if assessment else None,
    }
