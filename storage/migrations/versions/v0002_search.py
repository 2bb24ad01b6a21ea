"""Posts are found by words and stems, newest first without sorting; what is kept is indexed anew when it is opened."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the entries, and an index whose rows are in the order of time."""
    op.create_table(
        "entries",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("lang", sa.String(), nullable=True),
        sa.Column("watch", sa.Text(), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_entries_post_posts")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_entries")),
        sa.UniqueConstraint("post", name=op.f("uq_entries_post")),
    )
    op.create_table(
        "entry_words",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_entry_words")),
    )
    op.create_table(
        "embedded_index",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analysis", sa.String(), nullable=False),
        sa.Column("is_whole", sa.Boolean(), nullable=False),
        sa.Column("stale", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embedded_index")),
    )
    op.execute("INSERT INTO embedded_index VALUES (1, '', 0, 0)")
    op.execute("DROP TABLE post_words")
    op.execute(
        "CREATE VIRTUAL TABLE post_words USING fts5("
        "title, text, author, title_stems, text_stems, author_stems, board, tags, content='', "
        # a token of ours is whatever stands between spaces
        "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")"
    )
