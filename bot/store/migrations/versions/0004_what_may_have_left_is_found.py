"""What may have left is found."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_unknown",
            ["line"],
            unique=False,
            sqlite_where=sa.text("state = 'unknown' AND message IS NULL"),
            postgresql_where=sa.text("state = 'unknown' AND message IS NULL"),
        )
