"""What hangs on a message is found without reading all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    for name, column in (("ix_outbox_under", "under"), ("ix_outbox_circle", "circle_id")):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "outbox", [column], unique=False, sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    for name in ("ix_outbox_circle", "ix_outbox_under"):
        op.drop_index(name, table_name="outbox")
