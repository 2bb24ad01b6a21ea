"""What comes back through the one way out, over real sockets, in a real crawl."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crawler.walker import Account, Order, Visited, walk
from tests.servers.hostile import PAGE, Hostile, hostile

READ = (
    "/", "/gzip", "/gzip-in-two", "/gzip-padded", "/zlib", "/raw-deflate", "/br", "/zstd", "/zstd-in-two", "/stacked",
    "/odd-encoding", "/no-type", "/cookie", "/odd-type", "/odd-headers", "/odd-cookies", "/odd-charset",
)  # fmt: skip
FAILED = {
    "too large": (
        "/bomb-gzip", "/bomb-zlib", "/bomb-raw-deflate", "/bomb-br", "/bomb-zstd", "/bomb-stacked", "/bomb-five",
        "/bomb-of-nothing", "/thrice", "/announces-much", "/endless", "/long-header", "/many-headers", "/heavy-headers",
    ),
    "not text": (
        "/pdf-as-html", "/pdf", "/zip-as-text", "/gzip-undeclared", "/png-as-html", "/mp4-as-html", "/noise-as-html",
        "/png", "/attachment", "/unknown-encoding",
    ),
    "cut": (
        "/announces-more", "/chunks-cut", "/gzip-cut", "/gzip-broken", "/br-broken", "/zstd-broken",
    ),
    "unreachable": ("/not-http", "/hangs-up"),
}  # fmt: skip
ANSWERED = {
    "/moved": 302,
    "/moved-to-file": 301,
    "/missing": 404,
    "/odd-status": 999,
    "/failing": 503,
    "/empty": 200,
    "/nothing-packed": 200,
}
OTHER = ("/refreshes", "/utf-16")
NEVER_SENT = ("file:///etc/hostname", "ftp://127.0.0.1/", "data:text/html,hello", "s3://bucket/key")


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with hostile() as server:
        yield server


@pytest.fixture(scope="module")
def account(server: Hostile) -> Account:
    paths = [*READ, *(path for paths in FAILED.values() for path in paths), *ANSWERED, *OTHER]
    urls = [*map(server.url, paths), *NEVER_SENT]
    server.prepare()
    return walk(Order(source=server.url(), urls=urls))


@pytest.fixture
def came(server: Hostile, account: Account) -> dict[str, Visited]:
    return {url.removeprefix(server.url("")): visited for url, visited in account.visited.items()}


@pytest.mark.parametrize("path", READ)
def test_a_page_is_read_however_it_is_packed(path: str, came: dict[str, Visited]) -> None:
    assert came[path].body.encode("latin-1") == PAGE
    assert not {"Content-Encoding", "Content-Length", "Transfer-Encoding"} & set(came[path].headers)


@pytest.mark.parametrize(("outcome", "path"), [(outcome, path) for outcome, paths in FAILED.items() for path in paths])
def test_h1_h2_h12_what_is_no_whole_page_of_text_ends_in_a_named_outcome(
    outcome: str, path: str, came: dict[str, Visited]
) -> None:
    assert came[path].outcome == outcome
    assert (came[path].why or "").startswith("127.0.0.1: ")


@pytest.mark.parametrize(("path", "status"), ANSWERED.items())
def test_the_spider_gets_redirects_and_errors_as_they_are(path: str, status: int, came: dict[str, Visited]) -> None:
    assert came[path].status == status


def test_a_redirect_keeps_its_address(came: dict[str, Visited]) -> None:
    assert came["/moved"].headers["Location"] == "http://127.0.0.1:1/x"


def test_utf_16_is_text(came: dict[str, Visited]) -> None:
    assert came["/utf-16"].body.encode("latin-1").decode("utf-16-le") == "<p>Société générale"


@pytest.mark.parametrize("url", NEVER_SENT)
def test_n2_only_http_is_fetched_even_where_a_spider_asks_for_more(url: str, account: Account) -> None:
    assert account.visited[url].outcome == "refused"


def test_h1_bombs_cost_little_memory(server: Hostile, account: Account) -> None:
    plain = walk(Order(source=server.url(), urls=[server.url()]))
    assert account.memory - plain.memory < 64 * 1024


def test_h2_an_endless_page_is_hung_up_on(server: Hostile, account: Account) -> None:
    # what the sockets' buffers swallow comes on top of what we read
    assert server.sent < 10 * 1024 * 1024 + 8 * 1024 * 1024


def test_nothing_but_the_source_is_connected_to(server: Hostile, account: Account) -> None:
    assert {tuple(address) for address in account.connected} == {("127.0.0.1", server.port)}
    assert account.looked_up == []


def test_the_request_looks_like_a_browser_s(server: Hostile, account: Account) -> None:
    _, headers = server.asked[0]
    assert list(headers) == [
        "Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "Connection", "Upgrade-Insecure-Requests",
    ]  # fmt: skip
    assert headers["User-Agent"].startswith("Mozilla/5.0 ")


def test_nothing_is_ever_posted(server: Hostile) -> None:
    before = len(server.asked)
    account = walk(Order(source=server.url(), urls=[server.url("/posted")], method="POST"))
    assert account.visited[server.url("/posted")].outcome == "refused"
    assert len(server.asked) == before


def test_h3_a_page_that_drips_is_left_when_its_time_is_over(server: Hostile) -> None:
    urls = [server.url("/drip"), server.url("/drip-headers")]
    account = walk(Order(source=server.url(), urls=urls, fetch_seconds=0.5))
    assert [account.visited[url].outcome for url in urls] == ["timed out", "timed out"]
