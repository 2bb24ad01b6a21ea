"""Sources with several addresses: which answers, and what was seen through which."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what was seen before was seen through the one address there was."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "post_mirrors",
        sa.Column("post", sa.Integer(), nullable=False),
        sa.Column("mirror", sa.String(), nullable=False),
        sa.Column("first_seen_at", moment, nullable=False),
        sa.Column("last_seen_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["post"], ["posts.id"], name=op.f("fk_post_mirrors_post_posts")),
        sa.PrimaryKeyConstraint("post", "mirror", name=op.f("pk_post_mirrors")),
    )
    op.create_index(op.f("ix_post_mirrors_mirror"), "post_mirrors", ["mirror"], unique=False)
    op.create_table(
        "mirrors",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tried_at", moment, nullable=False),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("down_since", moment, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["sources.id"], name=op.f("fk_mirrors_source_sources")),
        sa.PrimaryKeyConstraint("source", "name", name=op.f("pk_mirrors")),
    )
