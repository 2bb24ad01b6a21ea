"""A small board that leads round in circles: sessions in links, boards without end, growing paths, repeated lists."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from itertools import count
from urllib.parse import urlsplit

from tests.servers.board import Answer, Board

__all__ = ["Maze"]

_LINK = re.compile(r'href="((?:forumdisplay|showthread|index)\.php[^"]*)"')
_ROW = """<tr><td class="trow1"><span class="forum_status forum_off"></span></td>
<td class="trow1"><strong><a href="{to}">{name}</a></strong></td></tr>"""
_ENDLESS = 1_000  # the number of the first board that isn't one


class Maze(Board):
    """A board whose honest threads stand among traps."""

    def __init__(self, *, now: datetime, traps: frozenset[str]) -> None:
        super().__init__(now=now)
        self.traps = traps
        self._sessions = count(1)

    def answer(self, path: str) -> Answer:
        parts = urlsplit(path)
        plain = re.sub(r"(?:&amp;|&)?sid=[0-9a-f]+", "", parts.query)
        script = "/" + parts.path.rpartition("/")[2]
        if "grown" not in self.traps and script != parts.path:
            return super().answer(path)
        answer = super().answer(self._meant(f"{script}?{plain}" if plain else script))
        return replace(answer, body=self._led_astray(answer.body, f"{script}?{plain}"))

    def _meant(self, path: str) -> str:
        """Boards that are none show what the first one shows; its pages beyond the last show the last."""
        return re.sub(r"fid=\d{4,}", "fid=2", path)

    def _led_astray(self, body: str, path: str) -> str:
        rows = []
        if "boards" in self.traps and ("index" in path or "fid=1" in path):
            first = int(found.group(1)) + 1 if (found := re.search(r"fid=(\d{4,})", path)) else _ENDLESS
            rows += [(f"forumdisplay.php?fid={n}", f"View {n}") for n in range(first, first + 300)]
        if "grown" in self.traps:
            rows.append(("deeper/forumdisplay.php?fid=2", "Deeper"))
        if "calendar" in self.traps:
            rows += [(f"calendar.php?year={year}&amp;month=1", "Calendar") for year in range(1970, 2970)]
        shown = "".join(_ROW.format(to=to, name=name) for to, name in rows)
        body = body.replace("</table>", shown + "</table>", 1)
        if "next" in self.traps and "fid=2" in path:
            page = int(found.group(1)) if (found := re.search(r"page=(\d+)", path)) else 1
            turn = f'<div class="pagination"><span class="pagination_current">{page}</span>'
            turn += f'<a href="forumdisplay.php?fid=2&amp;page={page + 1}" class="pagination_next">Next</a></div>'
            body = re.sub(r'<div class="pagination">.*?</div>', "", body, flags=re.DOTALL)
            body = body.replace('<table class="tborder">', turn + '<table class="tborder">', 1)
        return _LINK.sub(self._with_session, body) if "sessions" in self.traps else body

    def _with_session(self, link: re.Match[str]) -> str:
        mark = "&amp;" if "?" in link.group(1) else "?"
        return f'href="{link.group(1)}{mark}sid={next(self._sessions):032x}"'
