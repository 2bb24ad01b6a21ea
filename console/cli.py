"""The command `vigie`: words in, exit codes out.

Exit codes: 0 ok · 1 error · 2 bad usage or configuration · 3 a check failed · 4 partial · 5 already running ·
6 refused by policy · 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from traceback import extract_tb

import typer

from console.commands import application
from console.output import say
from console.places import Places, split
from model.errors import AlreadyRunning, BadInput, Refused, VigieError

__all__ = ["main", "run"]

_INTERRUPTED = 130  # 128 + SIGINT, as shells say it


def main() -> None:
    """The console script."""
    _open_what_is_closed()
    sys.exit(run(sys.argv[1:]))


def _open_what_is_closed() -> None:
    """Open harmless standard streams where a process was started without (`>&-`), before a file takes their place."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(descriptor)
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - for life
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if isinstance(sys.stdout, TextIOWrapper):  # a terminal that is not UTF-8 gets what it can show
        sys.stdout.reconfigure(errors="backslashreplace")


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; what goes wrong is one line on stderr."""
    try:
        chosen, rest = split(arguments)
        places = Places.of(home=chosen.get("home"), config=chosen.get("config"), environ=os.environ)
        answer = application()(rest, prog_name="vigie", standalone_mode=False, obj=places)
        sys.stdout.flush()
    except typer.TyperException as error:  # wrong usage
        if error.format_message().startswith("Usage:"):  # a verb is missing: its help says which there are
            say(error.format_message())
            return 2
        say(f"vigie: {_one_line(error.format_message())} ('vigie {_verb(arguments)}--help' shows how)")
        return 2
    except typer.Abort:
        return _interrupted()
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:  # the reader went away: `vigie export … | head`
        _close_stdout()
        return 0
    except VigieError as error:
        say(f"vigie: {_one_line(str(error))}")
        return _code(error)
    except OSError as error:
        say(f"vigie: {error.filename or 'the system'}: {error.strerror or type(error).__name__}")
        _close_stdout()
        return 1
    except Exception as error:  # noqa: BLE001 - a traceback would show leaked text to whoever looks on
        say(f"vigie: a fault of ours, {_where(error)}: please report this line")
        return 1
    if answer == _INTERRUPTED:  # Typer has caught it first
        return _interrupted()
    return answer if isinstance(answer, int) else 0


def _close_stdout() -> None:
    """Drop what could not be written, which Python would try once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _code(error: VigieError) -> int:
    if isinstance(error, BadInput):
        return 2
    if isinstance(error, AlreadyRunning):
        return 5
    return 6 if isinstance(error, Refused) else 1


def _interrupted() -> int:
    say("vigie: interrupted; nothing is lost, the same command goes on where this one stopped")
    return _INTERRUPTED


def _where(error: Exception) -> str:
    frames = extract_tb(error.__traceback__)
    last = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    ours = next((f for f in reversed(frames) if Path(f.filename).is_relative_to(_ROOT)), None)
    via = f" via {Path(ours.filename).relative_to(_ROOT)}:{ours.lineno}" if ours else ""
    return f"{type(error).__name__}{last}{via}"


_ROOT = Path(__file__).resolve().parents[1]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _verb(arguments: Sequence[str]) -> str:
    first = next((word for word in arguments if not word.startswith("-")), "")
    known = {command.name for command in application().registered_commands}
    known |= {group.name for group in application().registered_groups}
    return f"{first} " if first in known else ""
