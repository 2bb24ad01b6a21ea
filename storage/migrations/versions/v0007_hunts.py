"""Hunts: what posts are read with, and how far older posts were looked at with it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; with what older posts were read nobody wrote down, so that it is all still to be hunted."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "hunts",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("declared_at", moment, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("began_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_hunts")),
    )
    op.add_column("notes", sa.Column("is_retro", sa.Boolean(), server_default="0", nullable=False))
