"""Who brings what."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "wanted_things",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_wanted_things_meetup_id_meetups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted_things")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("wanted_things", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wanted_things_meetup_id"), ["meetup_id"], unique=False)

    op.create_table(
        "things",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=60), nullable=False),
        sa.Column("wanted_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_things_meetup_id_meetups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_things_member_id_members")),
        sa.ForeignKeyConstraint(["wanted_id"], ["wanted_things.id"], name=op.f("fk_things_wanted_id_wanted_things")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_things")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("things", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_things_meetup_id"), ["meetup_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_things_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_things_wanted_id"), ["wanted_id"], unique=False)

    with op.batch_alter_table("preparations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("brings", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
