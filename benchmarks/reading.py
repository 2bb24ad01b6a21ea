"""What reading a page of twenty posts costs: through a page object, and with BeautifulSoup for the same fields.

Run as `python -m benchmarks.reading` in a clone: all in one run, both in turns, on the same bytes.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bs4 import BeautifulSoup, Tag
from selectolax.lexbor import LexborHTMLParser

from crawler.pages import ENGINES, read
from crawler.pages.page import Page
from crawler.reading import Fetched, Locale
from model.identities import SourceId

__all__ = ["main"]

POSTS, ROUNDS, TIMES = 20, 7, 10
NOON = datetime(2024, 2, 12, 12, 0, tzinfo=UTC)
SOURCE = SourceId("bench")
TALK = "bonjour je cherche la base complète de cette mutuelle dispo en mp paiement crypto seller trusted escrow"
WRITTEN = "%d %B %Y - %H:%M"  # as FlaskBB writes its dates
BOARD = "http://127.0.0.1:18107"
RECORDED = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "flaskbb" / "pages"

Field = tuple[str, str, datetime | None, str, str]
"""A post's id, author, time, text and address."""


def _fetched() -> Fetched:
    """A thread's page as FlaskBB shows it, its recorded post made twenty of some 1.3 KB."""
    tree = LexborHTMLParser((RECORDED / "0042.html").read_text())
    page, row = tree.html or "", tree.css_first(".post-row")
    assert row is not None
    post, chance = row.html or "", random.Random(1)
    posts = (_made(post, n, " ".join(chance.choices(TALK.split(), k=210))) for n in range(1, POSTS + 1))
    body = page.replace(post, "".join(posts)).encode()
    return Fetched(url=f"{BOARD}/topic/1-request", body=body, fetched_at=NOON)


def _made(post: str, n: int, text: str) -> str:
    post = re.sub(
        r'(id="pid)\d+|(<div id=")\d+|(/post/)\d+', lambda found: f"{found.group(found.lastindex or 0)}{n}", post
    )
    return re.sub(r'(class="post-content[^>]*>).*?(?=<!-- Sig)', rf"\1<p>{text}</p>", post, count=1, flags=re.DOTALL)


def _by_page_object(fetched: Fetched) -> list[Field]:
    text = fetched.body.decode()
    page = Page(fetched=fetched, source=SOURCE, locale=Locale(), text=text, tree=LexborHTMLParser(text))
    found = ENGINES["flaskbb"].read(page)
    return [(post.id, post.author, post.posted_at, post.text, post.permalink) for post in found.posts]


def _by_all(fetched: Fetched) -> list[Field]:
    """The same as a visit does it: told apart from other software, held against walls, with its flat text."""
    found = read(fetched, source=SOURCE, engine="flaskbb", locale=Locale())
    return [(post.id, post.author, post.posted_at, post.text, post.permalink) for post in found.posts]


def _by_soup(fetched: Fetched) -> list[Field]:
    soup = BeautifulSoup(fetched.body.decode(), "html.parser")
    return [_soup_post(node) for node in soup.select(".post-row")]


def _soup_post(node: Tag) -> Field:
    author, link, body = (node.select_one(each) for each in (".author-name", ".post-meta a", ".post-content"))
    assert author is not None
    assert link is not None
    assert body is not None
    for quote in body.select("blockquote, .post-signature"):
        quote.decompose()
    posted_at = datetime.strptime(link.get_text(strip=True), WRITTEN).replace(tzinfo=UTC)
    lines = (" ".join(line.split()) for line in body.get_text("\n").split("\n"))
    text = "\n".join(line for line in lines if line)
    return str(node["id"]), author.get_text(strip=True), posted_at, text, f"{BOARD}{link['href']}"


def _took(reader: Callable[[Fetched], list[Field]], fetched: Fetched) -> float:
    begun = time.process_time()
    for _ in range(TIMES):
        reader(fetched)
    return (time.process_time() - begun) / TIMES


def main() -> int:
    """Print one JSON object; 1 where they do not read the same."""
    fetched = _fetched()
    ways = {"page object": _by_page_object, "soup": _by_soup, "all": _by_all}
    answers = {name: way(fetched) for name, way in ways.items()}
    if len(answers["soup"]) != POSTS or any(answer != answers["soup"] for answer in answers.values()):
        print("they do not read the same of the page", file=sys.stderr)
        return 1
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            took[name].append(_took(way, fetched))
    best = {name: median(times) for name, times in took.items()}
    told = {
        "bytes": len(fetched.body),
        "posts": POSTS,
        "milliseconds": {name: round(1000 * each, 2) for name, each in best.items()},
        "soup / page object": round(best["soup"] / best["page object"], 1),
        "soup / all": round(best["soup"] / best["all"], 1),
        "versions": {name: version(name) for name in ("beautifulsoup4", "selectolax")},
    }
    print(json.dumps(told, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
