"""The ledger's tables. What is written here as text is masked; addresses are sealed."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
)

from model.cases import AlertKind, CaseState, DeliveryState, NoteKind, Segment
from model.identities import Masked
from model.matches import Assessment, Intent, Level, Match
from model.records import KeptSample
from model.sight import Expectation
from model.sources import Habits, Health
from model.visits import ErrandKind, Outcome, PageClass, Purpose
from storage.columns import Moment, Noun, Prose, Word

__all__ = [
    "alert_cases",
    "alerts",
    "cases",
    "deliveries",
    "embedded_index",
    "entries",
    "entry_words",
    "errands",
    "fetches",
    "hunts",
    "index_marks",
    "matches",
    "metadata",
    "mirrors",
    "notes",
    "post_mirrors",
    "post_versions",
    "post_words",
    "posts",
    "sightings",
    "sources",
    "threads",
    "visits",
]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

sources = Table(
    "sources",
    metadata,
    Column("id", String, primary_key=True),
    Column("added_at", Moment, nullable=False),
    Column("paused_at", Moment),
    Column("next_due_at", Moment),
    Column("last_visit_at", Moment),
    Column("health", Word(Health), nullable=False),
    Column("health_since", Moment, nullable=False),
    Column("health_reason", Prose, nullable=False),
    Column("began_at", Moment),  # its last visit
    Column("well_at", Moment),  # the last visit that saw all there was to see ended
    Column("expectation", Noun(Expectation)),
    Column("habits", Noun(Habits)),
)

visits = Table(
    "visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", ForeignKey(sources.c.id), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("health", Word(Health)),
    Column("reason", Prose, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("gone", Integer, nullable=False),
    Column("matches", Integer, nullable=False),
    Index(None, "source", "ended_at"),
    sqlite_autoincrement=True,
)

errands = Table(
    "errands",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", ForeignKey(sources.c.id), nullable=False),
    Column("address", String, nullable=False),  # a fingerprint: slugs carry titles
    Column("page", Integer, nullable=False),
    Column("purpose", Word(Purpose), nullable=False),
    Column("kind", Word(ErrandKind), nullable=False),
    Column("thread", String),
    Column("rank", Float, nullable=False),
    Column(
        "sealed", LargeBinary
    ),  # the address itself, encrypted; gone when the errand is done, but for pages of kept threads
    Column("state", String, nullable=False),  # waiting, taken, done
    Column("due_at", Moment, nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("deaths", Integer, nullable=False),
    Column("visit", ForeignKey(visits.c.id)),  # the last one that took it
    Column("outcome", Word(Outcome)),
    Column("held", Integer),  # rows or posts, when it was last read
    UniqueConstraint("source", "address", "page", "purpose"),
    Index(None, "source", "state", "rank", "queued_at", "id"),
    Index(None, "visit"),
    sqlite_autoincrement=True,
)

fetches = Table(
    "fetches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("visit", ForeignKey(visits.c.id), nullable=False),
    Column("outcome", Word(Outcome), nullable=False),
    Column("page_class", Word(PageClass)),
    Column("status", Integer),
    Column("size", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("purpose", Word(Purpose)),
    Index(None, "visit"),
)

threads = Table(
    "threads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("source", ForeignKey(sources.c.id), nullable=False),
    Column("native", String, nullable=False),
    Column("is_listed", Boolean, nullable=False),
    Column("listed_replies", Integer),
    Column("listed_at", Moment),
    Column("listed_author", String),  # a fingerprint
    Column("last_page", Integer, nullable=False),
    Column("per_page", Integer),
    Column("read_at", Moment),
    Column("replies", Integer),
    Column("is_kept", Boolean, nullable=False),
    Column("title", Prose),
    Column("url", Prose),
    Column("board", Prose),
    Column("author", Prose),
    Column("created_at", Moment),
    Column("looked_at", Moment),  # any page of it
    Column("doubtful_page", Integer),  # lacks posts that it should hold
    Index(None, "source"),
)

posts = Table(
    "posts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("source", ForeignKey(sources.c.id), nullable=False),
    Column("thread", ForeignKey(threads.c.id), nullable=False),
    Column("native", String, nullable=False),
    Column("n", Integer),
    Column("posted_at", Moment),
    Column("edited_at", Moment),
    Column("first_seen_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Column("sorted_at", Moment, nullable=False),  # posted, or else first seen
    Column("fingerprint", String, nullable=False),
    Column("kept_fingerprint", String),  # of the newest version; NULL: nothing is kept
    Column("is_kept", Boolean, nullable=False),
    Column("has_text", Boolean, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("author", Prose),  # of the newest version, as is intent
    Column("intent", Word(Intent)),
    Column("born_in", String),  # the thread that its key tells of; NULL: the one it is in
    Column("missed", Integer, nullable=False, server_default="0"),  # visits in a row that saw its neighbours only
    Column("missed_in", Integer),  # the last of them
    Column("missed_at", Moment),
    Column("gone_at", Moment),
    Index(None, "source", "is_kept"),
    Index(None, "source", "native"),
    Index(None, "source", "author"),
    Index(None, "thread"),
    Index(None, "sorted_at", "key"),
    sqlite_autoincrement=True,
)

post_versions = Table(
    "post_versions",
    metadata,
    Column("post", ForeignKey(posts.c.id), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("seen_at", Moment, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("author", Prose, nullable=False),
    Column("title", Prose, nullable=False),
    Column("permalink", Prose, nullable=False),
    Column("posted_raw", Prose),
    Column("text", Prose),
    Column("quotes", Noun(tuple[tuple[Masked | None, Masked], ...]), nullable=False),
    Column("sample", Noun(KeptSample)),
    Column("assessment", Noun(Assessment), nullable=False),
)

post_mirrors = Table(  # through which of its source's addresses a post was seen, where there are several
    "post_mirrors",
    metadata,
    Column("post", ForeignKey(posts.c.id), primary_key=True),
    Column("mirror", String, primary_key=True),
    Column("first_seen_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Index(None, "mirror"),
)

mirrors = Table(
    "mirrors",
    metadata,
    Column("source", ForeignKey(sources.c.id), primary_key=True),
    Column("name", String, primary_key=True),  # host, and port where the address names one
    Column("tried_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("down_since", Moment),
    Column("reason", Prose, nullable=False),
    Column("is_told", Boolean, nullable=False),
)

matches = Table(
    "matches",
    metadata,
    Column("post", ForeignKey(posts.c.id), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("watch", String),
    Column("signature", String),
    Column("match", Noun(Match), nullable=False),
    Index(None, "watch"),
    Index(None, "signature"),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),  # people read C-7
    Column("key", String, nullable=False, unique=True),
    Column("subject", String, nullable=False),
    Column("source", ForeignKey(sources.c.id), nullable=False),
    Column("thread", ForeignKey(threads.c.id), nullable=False),
    Column("title", Prose, nullable=False),
    Column("level", Word(Level), nullable=False),
    Column("intent", Word(Intent), nullable=False),
    Column("state", Word(CaseState), nullable=False),
    Column("is_historic", Boolean, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("told_at", Moment),
    Column("acknowledged_by", Prose),
    Column("acknowledged_at", Moment),
    Index(None, "updated_at"),
    sqlite_autoincrement=True,
)

sightings = Table(
    "sightings",
    metadata,
    Column("case", ForeignKey(cases.c.id), primary_key=True),
    Column("post", ForeignKey(posts.c.id), primary_key=True),
    Column("intent", Word(Intent), nullable=False),
    Column("level", Word(Level), nullable=False),
    Column("is_historic", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "post"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),  # people read A-42
    Column("kind", Word(AlertKind), nullable=False),
    Column("level", Word(Level), nullable=False),
    Column("subject", String, nullable=False),
    Column("segments", Noun(tuple[Segment, ...]), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("reply_to", ForeignKey("alerts.id")),
    sqlite_autoincrement=True,
)

alert_cases = Table(
    "alert_cases",
    metadata,
    Column("alert", ForeignKey(alerts.c.id), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("case", ForeignKey(cases.c.id), nullable=False),
    Index(None, "case"),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Word(NoteKind), nullable=False),
    Column("source", ForeignKey(sources.c.id), nullable=False),
    Column("case", ForeignKey(cases.c.id)),
    Column("post", ForeignKey(posts.c.id)),
    Column("matched", String),
    Column("level", Word(Level), nullable=False),
    Column("is_historic", Boolean, nullable=False),
    Column("is_retro", Boolean, nullable=False, server_default="0"),
    Column("text", Prose, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("alert", ForeignKey(alerts.c.id)),  # the one that tells it
    Column("verdict", String),  # why nobody is told
    Column("settled_at", Moment),  # NULL: people are still to be told
    UniqueConstraint("case", "post", "matched"),
    Index(None, "settled_at", "id"),
    Index(None, "alert"),
    sqlite_autoincrement=True,
)

hunts = Table(  # what posts are read with, and how far older posts were looked at with it too
    "hunts",
    metadata,
    Column("subject", String, primary_key=True),
    Column("digest", String, nullable=False),
    Column("declared_at", Moment, nullable=False),
    Column("position", Integer, nullable=False),  # the last post's row
    Column("began_at", Moment),
    Column("ended_at", Moment),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert", ForeignKey(alerts.c.id), nullable=False),
    Column("channel", String, nullable=False),
    Column("state", Word(DeliveryState), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("is_repeat", Boolean, nullable=False),
    Column("receipt", String),
    Column("error", Prose),
    Column("next_try_at", Moment),
    Column("started_at", Moment),
    Column("settled_at", Moment),
    UniqueConstraint("alert", "channel"),
    Index(None, "channel", "state", "next_try_at"),
    sqlite_autoincrement=True,
)

index_marks = Table(
    "index_marks",
    metadata,
    Column("key", String, primary_key=True),  # a post's; it outlives the post, so that its revision only grows
    Column("revision", Integer, nullable=False),
    Column("filed_at", Moment, nullable=False),
    Column("digest", String),  # of what is to stand in the index; NULL: nothing
    Column("noted_at", Moment),  # NULL: the index was told
    Column("next_try_at", Moment),
    Column("tries", Integer, nullable=False),
    Column("reason", String),  # why the index will never take it
    Index(None, "next_try_at", "key"),
)

entries = Table(  # what a kept post is ordered and counted by in the embedded index
    "entries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),  # in the order of time: see storage.numbers
    Column("post", ForeignKey(posts.c.id), nullable=False, unique=True),
    Column("source", String, nullable=False),
    Column("intent", String),
    Column("level", String),
    Column("lang", String),
    Column("watch", Text),  # a line each; so are signatures
    Column("signature", Text),
    Column("digest", String, nullable=False),  # of all of it, words included
)

entry_words = Table(  # FTS5 keeps no texts, and must be told them again to forget them
    "entry_words",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("packed", LargeBinary, nullable=False),
)

embedded_index = Table(  # one row
    "embedded_index",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("analysis", String, nullable=False),  # the version that made the words
    Column("is_whole", Boolean, nullable=False),  # whether every kept post has its entry
    Column("stale", Integer, nullable=False),  # entries that were replaced since the index was scoured
)

# SQLite's FTS5, made by the migrations; rowid is the entry's number
post_words = table(
    "post_words",
    *map(
        column,
        (
            "rowid",
            "title",
            "text",
            "author",
            "title_stems",
            "text_stems",
            "author_stems",
            "board",
            "tags",
            "post_words",
        ),
    ),
)
