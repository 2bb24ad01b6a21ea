"""The nouns of alerts, invented: the request of 8 February 2024 and what stands around it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from model.cases import (
    Alert,
    AlertId,
    AlertKind,
    Case,
    CaseState,
    CaseView,
    Delivery,
    DeliveryState,
    Note,
    NoteKind,
    PostView,
    Segment,
)
from model.identities import CaseKey, Masked, PostKey, SignatureId, SourceId, WatchId
from model.matches import Assessment, Claim, Evidence, Grade, Intent, Level, Match
from model.watches import Field, Signature, SignatureStatus, Watch, Watchlist

__all__ = [
    "NOON",
    "SOURCE",
    "WATCHLIST",
    "alert",
    "assessment",
    "case",
    "delivery",
    "health_note",
    "note",
    "post",
    "view",
]

NOON = datetime(2024, 2, 11, 12, 0, tzinfo=UTC)
POSTED = datetime(2024, 2, 8, 21, 17, tzinfo=UTC)
SOURCE = SourceId("demo-forum")
SIGNATURE = SignatureId("fr-tiers-payant-2024")
WATCHLIST = Watchlist(
    watches=(
        Watch(id=WatchId("viamedis"), name="Viamedis", terms=("Viamedis",), signatures=(SIGNATURE,)),
        Watch(id=WatchId("almerys"), name="Almerys", terms=("Almerys",), signatures=(SIGNATURE,)),
    ),
    signatures=(
        Signature(
            id=SIGNATURE,
            title="French third-party payment, 2024",
            status=SignatureStatus.TEST,
            names=("Viamedis", "Almerys"),
            must_not=frozenset({Field.PHONE, Field.IBAN}),
            notice_on=date(2024, 2, 7),
        ),
    ),
)


def assessment(
    intent: Intent = Intent.REQUEST, *, fields: tuple[Field, ...] = (Field.NIR, Field.NAME), level: Level = Level.NOW
) -> Assessment:
    says = Evidence(what=f"intent:{intent.value}", by="looking for", start=10, end=21, quote="looking for")
    return Assessment(
        intent=intent, level=level, lang="en", claimed_records=33_000_000, fields=fields, evidence=(says,)
    )


def match(*, quote: str = "Amerys", grade: Grade = Grade.PROBABLE, watch: str = "almerys") -> Match:
    seen = Evidence(what=f"watch:{watch}", by=watch, start=0, end=len(quote), quote=quote, grade=grade)
    return Match(watch=WatchId(watch), grade=grade, evidence=(seen,))


def post(
    key: str = "p1",
    *,
    text: str = "Hello all,\nI am looking for the Viamedis and Amerys base, who has it?",
    author: str = "xk27",
    posted_at: datetime | None = POSTED,
    said: Assessment | None = None,
    matches: tuple[Match, ...] = (),
) -> PostView:
    return PostView(
        key=PostKey(key),
        source=SOURCE,
        thread_id="7",
        thread_title=Masked("[REQUEST] Viamedis / Amerys database"),
        thread_url=Masked("http://forum.example/thread-7.html"),
        thread_author=Masked(author),
        thread_created_at=posted_at,
        thread_replies=0,
        board=Masked("Databases"),
        id=key,
        n=1,
        author=Masked(author),
        text=Masked(text),
        permalink=Masked("http://forum.example/thread-7.html#p1"),
        posted_at=posted_at,
        edited_at=None,
        first_seen_at=NOON - timedelta(minutes=5),
        last_seen_at=NOON,
        versions=1,
        assessment=said or assessment(),
        matches=matches or (match(),),
    )


def case(
    key: str = "c1",
    *,
    number: int = 7,
    title: str = "[REQUEST] Viamedis / Amerys database",
    subject: str = "viamedis",
    intent: Intent = Intent.REQUEST,
    level: Level = Level.NOW,
    told_at: datetime | None = None,
    is_historic: bool = False,
) -> Case:
    return Case(
        key=CaseKey(key),
        number=number,
        subject=subject,
        source=SOURCE,
        title=Masked(title),
        level=level,
        intent=intent,
        state=CaseState.NEW,
        is_historic=is_historic,
        posts=1,
        opened_at=NOON,
        updated_at=NOON,
        told_at=told_at,
    )


def view(
    of: Case | None = None,
    *posts: PostView,
    replies: int = 0,
    read_at: datetime | None = NOON,
    earlier: tuple[Claim, ...] = (),
    url: str = "http://forum.example/thread-7.html",
) -> CaseView:
    return CaseView(
        case=of or case(),
        posts=posts or (post(),),
        thread_url=Masked(url),
        replies=replies,
        read_at=read_at,
        earlier_claims=earlier,
    )


def note(
    number: int = 1,
    *,
    of: str = "c1",
    about: str = "p1",
    level: Level = Level.NOW,
    is_historic: bool = False,
    is_retro: bool = False,
    source: SourceId = SOURCE,
    at: datetime = NOON,
) -> Note:
    return Note(
        id=number,
        kind=NoteKind.CASE,
        source=source,
        case=CaseKey(of),
        post=PostKey(about),
        level=level,
        is_historic=is_historic,
        is_retro=is_retro,
        created_at=at,
    )


def health_note(number: int = 1, *, words: str = "unreachable: connection refused", at: datetime = NOON) -> Note:
    return Note(id=number, kind=NoteKind.HEALTH, source=SOURCE, level=Level.NOW, text=words, created_at=at)


def alert(*segments: Segment, number: int = 12, kind: AlertKind = AlertKind.FIRST) -> Alert:
    return Alert(
        id=AlertId(number),
        kind=kind,
        level=Level.NOW,
        subject="viamedis",
        segments=segments or (Segment(text="Viamedis is asked for"),),
        cases=(CaseKey("c1"),),
        created_at=NOON,
    )


def delivery(of: Alert | None = None, *, channel: str = "telegram", is_repeat: bool = False) -> Delivery:
    return Delivery(
        id=1, alert=of or alert(), channel=channel, state=DeliveryState.SENDING, attempt=1, is_repeat=is_repeat
    )
