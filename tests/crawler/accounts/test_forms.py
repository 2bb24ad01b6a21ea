"""Forms to sign in by: found, filled in, and sent to one address only."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from crawler.accounts.forms import NoForm, fill, may_send
from crawler.accounts.marks import View, view_of
from crawler.reading import Fetched
from model.accounts import LoggedIn, Login

NOON = datetime(2024, 2, 11, 12, 0, tzinfo=UTC)
URL = "https://forum.example/login"


def page(body: str, *, url: str = URL, status: int = 200) -> Fetched:
    return Fetched(url=url, status=status, body=body.encode(), fetched_at=NOON)


def login(url: str = URL, **more: str) -> Login:
    return Login(url=url, user_file="", password_file="", **more)  # type: ignore[arg-type]  # texts, all of them


def sent(body: str, of: Login | None = None) -> dict[str, str]:
    filled = fill(page(body), of or login(), user="miso", password="p w&=é")
    return {name: values[-1] for name, values in parse_qs(filled.body.decode(), keep_blank_values=True).items()}


def recorded(shared: Path, engine: str) -> list[tuple[str, Fetched]]:
    folder = shared / "corpus" / engine
    entries = [json.loads(line) for line in (folder / "index.jsonl").read_text().splitlines() if line]
    return [
        (
            each["view"],
            Fetched(
                url=each["url"],
                status=each["status"],
                headers=tuple((name, value) for name, value in each["headers"]),
                body=(folder / each["file"]).read_bytes(),
                fetched_at=NOON,
            ),
        )
        for each in entries
        if each["file"]
    ]


@pytest.mark.parametrize(
    ("engine", "at", "action", "wanted"),
    [
        pytest.param(
            "mybb-1.8.37", "action=login", "/member.php", {"username": "miso", "action": "do_login"}, id="MyBB"
        ),
        pytest.param(
            "phpbb-3.2.2",
            "ucp.php?mode=login",
            "/ucp.php?mode=login",
            {"username": "miso", "login": "Login"},
            id="phpBB",
        ),
        pytest.param(
            "fluxbb-1.5.11",
            "login.php",
            "/login.php?action=in",
            {"req_username": "miso", "form_sent": "1"},
            id="FluxBB",
        ),
        pytest.param(
            "flaskbb-2.0.2", "/auth/login", "/auth/login", {"login": "miso", "remember_me": "y"}, id="FlaskBB"
        ),
    ],
)
def test_forms_of_real_software_are_filled_in(
    shared: Path, engine: str, at: str, action: str, wanted: dict[str, str]
) -> None:
    form = next(came for view, came in recorded(shared, engine) if at in came.url)
    filled = fill(form, login(form.url), user="miso", password="p")
    fields = {name: values[-1] for name, values in parse_qs(filled.body.decode(), keep_blank_values=True).items()}
    assert filled.url.endswith(action)
    assert wanted.items() <= fields.items()
    assert "p" in fields.values()
    assert any(len(value) >= 32 for value in fields.values())  # the token that stands in the form


@pytest.mark.parametrize("engine", ["mybb-1.8.37", "phpbb-3.2.2", "fluxbb-1.5.11", "flaskbb-2.0.2"])
def test_no_recorded_page_is_taken_for_the_wrong_view(shared: Path, engine: str) -> None:
    seen = [(view, view_of(came, None)) for view, came in recorded(shared, engine)]
    assert {found for view, found in seen if view == "member"} == {View.MEMBER}
    assert View.MEMBER not in {found for view, found in seen if view == "guest"}
    assert sum(found is View.GUEST for view, found in seen if view == "guest") > 70


XENFORO = """<form action="/login/login" method="post">
<input name="login" type="text"><input type="password" name="password">
<input type="checkbox" name="remember" value="1"><input type="hidden" name="_xfToken" value="1,a"></form>"""


def test_a_form_that_leads_to_another_path_wants_a_declared_action() -> None:
    with pytest.raises(NoForm, match="declare it as `action`"):
        sent(XENFORO)
    assert sent(XENFORO, login(action="https://forum.example/login/login")) == {
        "login": "miso",
        "password": "p w&=é",
        "remember": "1",
        "_xfToken": "1,a",
    }


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param("<p>please sign in</p>", "no form to sign in stands on its page", id="none"),
        pytest.param(
            "<form><input name=u><input type=password name=a><input type=password name=b></form>", "no form", id="join"
        ),
        pytest.param(
            "<form><input name=user><input type=password name=p><div class=h-captcha></div></form>",
            "captcha",
            id="widget",
        ),
        pytest.param(
            "<form><input name=user><input type=password name=p><img src='captcha.php?x'><input name=i></form>",
            "captcha",
            id="picture",
        ),
        pytest.param(
            "<form><input name=user><input type=password name=p><input name=answer></form>",
            "1 further field",
            id="asks",
        ),
        pytest.param(
            "<form action='https://evil.example/x'><input name=user><input type=password name=p></form>",
            "leads elsewhere",
            id="elsewhere",
        ),
        pytest.param(
            "<form action='//forum.example.evil.example/login'><input name=user><input type=password name=p></form>",
            "leads elsewhere",
            id="a host that looks like it",
        ),
        pytest.param(
            "<form action='http://forum.example/login'><input name=user><input type=password name=p></form>",
            "leads elsewhere",
            id="without a lock",
        ),
    ],
)
def test_a_form_that_cannot_be_filled_in_says_why(body: str, why: str) -> None:
    with pytest.raises(NoForm, match=why):
        sent(body)


@pytest.mark.parametrize("action", ["post2;topic=1", "register", "logout", "deletemsg;msg=1"])
def test_where_all_has_one_path_a_password_is_sent_to_nothing_but_the_login(action: str) -> None:
    path = "https://forum.example/index.php?action="
    form = "<form action='{}'><input name=user><input type=password name=p></form>"
    shown = page(form.format(f"{path}{action}"), url=f"{path}login")
    with pytest.raises(NoForm, match="does something else"):
        fill(shown, login(f"{path}login"), user="miso", password="p")
    shown = page(form.format(f"{path}login2"), url=f"{path}login")
    assert fill(shown, login(f"{path}login"), user="miso", password="p").url == f"{path}login2"


def test_a_field_that_people_do_not_see_is_left_alone() -> None:
    trap = '<div style="display: none"><input name="website"></div>'
    assert "website" not in sent(f"<form><input name=user>{trap}<input type=password name=p></form>")


def test_further_fields_are_as_declared() -> None:
    asks = "<form><input name=user><input type=password name=p><input name=answer></form>"
    of = Login(url=URL, user_file="", password_file="", fields=(("answer", "42"),))
    assert sent(asks, of)["answer"] == "42"


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://forum.example/login", True),
        ("https://FORUM.example:443/login?action=in", True),
        ("https://forum.example/login/x", False),
        ("http://forum.example/login", False),
        ("https://forum.example:8443/login", False),
        ("https://other.example/login", False),
        ("https://forum.example/newreply.php", False),
    ],
)
def test_n2_a_form_is_sent_to_the_declared_address_only(url: str, allowed: bool) -> None:
    assert may_send(login(), url) is allowed


@pytest.mark.parametrize(
    ("body", "mark", "view"),
    [
        ("<html><p>Log out</p></html>", LoggedIn(text="Log out"), View.MEMBER),
        ("<html><p>Log&#32;out</p></html>", LoggedIn(text="Log out"), View.MEMBER),
        ("<html><p>hello</p></html>", LoggedIn(text="Log out"), View.GUEST),
        ("<html><a class=me>x</a></html>", LoggedIn(selector="a.me"), View.MEMBER),
        ("<html><a class=you>x</a></html>", LoggedIn(selector="a.me"), View.GUEST),
        ('{"posts": []}', LoggedIn(text="Log out"), View.UNSURE),
        ("<html><a href='/logout/?t=1'>x</a></html>", None, View.MEMBER),
        ("<html><a href='https://other.example/logout'>x</a><a href=/login>x</a></html>", None, View.GUEST),
        ("<html><form action='/accounts/logout/'></form></html>", None, View.MEMBER),
        ("<html><input name=p type=password></html>", None, View.GUEST),
        ("<html><p>no links at all</p></html>", None, View.UNSURE),
    ],
)
def test_a_page_shows_whom_it_was_made_for(body: str, mark: LoggedIn | None, view: View) -> None:
    assert view_of(page(body), mark) is view


def test_a_page_of_an_error_says_nothing_of_us() -> None:
    assert view_of(page("<html><p>Bad gateway</p></html>", status=502), LoggedIn(text="Log out")) is View.UNSURE


def test_h5_a_page_made_to_cost_time_costs_little() -> None:
    began = datetime.now(UTC)
    for hostile in ("<a " * 400_000, "<a href=" * 200_000, "<input " * 300_000, "<a href='" + "x" * 900_000):
        view_of(page(hostile), None)
    assert (datetime.now(UTC) - began).total_seconds() < 20
