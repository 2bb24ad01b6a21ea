"""What an index outside the ledger is still to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the notes; everything kept so far is still to be told."""
    op.create_table(
        "index_marks",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_index_marks")),
    )
    op.create_index(op.f("ix_index_marks_next_try_at_key"), "index_marks", ["next_try_at", "key"], unique=False)
    op.execute(
        "INSERT INTO index_marks (key, revision, filed_at, digest, noted_at, next_try_at, tries) "
        # the empty digest is that of no post, so that its next sight tells a change from what was told
        "SELECT key, 1, first_seen_at, '', last_seen_at, last_seen_at, 0 FROM posts WHERE is_kept"
    )
