"""What the process of a visit inherits of whoever began it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from crawler.forks import bare, is_inherited
from tests.crawler.nouns import NOON
from tests.crawler.places import Place, clock_at
from tests.servers.board import Board, serving

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 60
SECRETS = {
    "VIGIE_TELEGRAM_TOKEN": "4242424242:planted-0-telegram-token-of-nobody-0",
    "AWS_SECRET_ACCESS_KEY": "planted-1-cloud",
    "https_proxy": "http://user:planted-2-proxy@proxy.example:3128",
}
SCRIPT = """
import os
from pathlib import Path
from crawler.visit import start
from model.clocks import SystemClock
if __name__ == "__main__":
    visit = start("harbour", home=Path({home!r}), config=Path({config!r}), clock=SystemClock())
    print(visit.pid, *(os.environ[name] for name in {names!r}), flush=True)
    visit.join()
"""


def test_no_secret_of_the_environment_reaches_the_process_of_a_visit(tmp_path: Path) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(path: str) -> None:
        reached.set()
        go_on.wait(DEADLINE)

    with serving(Board(now=NOON)) as server:
        server.before = hold
        place = Place.made(tmp_path, f"{server.url}/index.php", clock=clock_at(NOON))
        script = tmp_path / "parent.py"
        script.write_text(SCRIPT.format(home=str(place.home), config=str(place.config), names=list(SECRETS)))
        with subprocess.Popen(
            [sys.executable, str(script)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, **SECRETS, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        ) as parent:
            try:
                assert parent.stdout is not None
                child, *still_there = parent.stdout.readline().split()
                assert reached.wait(DEADLINE)
                known = [environment(int(child)), environment(parent_of(int(child)))]
                assert still_there == list(SECRETS.values()), "who began the visit lost what it needs"
                for names in known:
                    assert b"LC_ALL=C.UTF-8" in names
                    assert [secret for secret in SECRETS.values() if secret.encode() in b"\n".join(names)] == []
            finally:
                go_on.set()
                parent.wait(DEADLINE)


@pytest.mark.parametrize("name", ["PATH", "HOME", "LC_ALL", "TZ", "SSL_CERT_FILE", "PYTHONPATH", "VIGIE_HOME"])
def test_where_things_are_is_inherited(name: str) -> None:
    assert is_inherited(name)


@pytest.mark.parametrize("name", ["VIGIE_TELEGRAM_TOKEN", "VIGIE_ANYTHING", "GITHUB_TOKEN", "HTTP_PROXY", "PGPASSWORD"])
def test_what_nobody_named_is_not(name: str) -> None:
    assert not is_inherited(name)


def test_the_environment_is_whole_again_whatever_happens_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_TELEGRAM_TOKEN", "4242424242:planted")
    monkeypatch.setenv("PYTHONSAFEPATH", "1")
    before = dict(os.environ)
    with pytest.raises(KeyError, match="VIGIE_TELEGRAM_TOKEN"), bare(os.environ):
        del os.environ["VIGIE_TELEGRAM_TOKEN"]
    assert dict(os.environ) == before


def environment(pid: int) -> list[bytes]:
    return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
