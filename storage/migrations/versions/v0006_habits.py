"""How each board writes dates, as its pages proved it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the column; the next visit learns anew what fills it."""
    op.add_column("sources", sa.Column("habits", sa.Text(), nullable=True))
