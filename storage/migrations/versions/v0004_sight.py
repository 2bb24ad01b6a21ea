"""What a source's past makes us expect of it; posts that are gone, and pages that are read again to find them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns; what was seen before counts as neither missing nor read lately."""
    moment = sa.DateTime(timezone=True)
    for table, column in (
        ("sources", sa.Column("began_at", moment, nullable=True)),
        ("sources", sa.Column("well_at", moment, nullable=True)),
        ("sources", sa.Column("expectation", sa.Text(), nullable=True)),
        ("errands", sa.Column("held", sa.Integer(), nullable=True)),
        ("fetches", sa.Column("purpose", sa.String(), nullable=True)),
        ("threads", sa.Column("looked_at", moment, nullable=True)),
        ("threads", sa.Column("doubtful_page", sa.Integer(), nullable=True)),
        ("posts", sa.Column("born_in", sa.String(), nullable=True)),
        ("posts", sa.Column("missed", sa.Integer(), nullable=False, server_default="0")),
        ("posts", sa.Column("missed_in", sa.Integer(), nullable=True)),
        ("posts", sa.Column("missed_at", moment, nullable=True)),
        ("posts", sa.Column("gone_at", moment, nullable=True)),
    ):
        op.add_column(table, column)
    op.create_index(op.f("ix_posts_source_native"), "posts", ["source", "native"], unique=False)
    for table in ("sources", "visits"):
        op.execute(f"UPDATE {table} SET health = 'down' WHERE health = 'unreachable'")  # noqa: S608 - names of ours
    op.execute(
        "UPDATE sources SET well_at = (SELECT max(ended_at) FROM visits WHERE source = sources.id AND health = 'ok'), "
        "began_at = (SELECT max(started_at) FROM visits WHERE source = sources.id)"
    )
