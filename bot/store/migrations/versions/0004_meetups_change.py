"""Meetups change."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table("series", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f("pk_series")))
    op.create_table(
        "meetup_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_meetup_changes_meetup_id_meetups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_meetup_changes_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetup_changes")),
    )
    with op.batch_alter_table("meetup_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetup_changes_meetup_id"), ["meetup_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meetup_changes_member_id"), ["member_id"], unique=False)

    with op.batch_alter_table("meetups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("how", sa.String(length=6), server_default="room", nullable=False))
        batch_op.add_column(sa.Column("online", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("online_seats", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("notice", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("moves", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("series_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("slot", sa.String(length=10), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_meetups_series_id_slot"), ["series_id", "slot"])
        batch_op.create_foreign_key(batch_op.f("fk_meetups_series_id_series"), "series", ["series_id"], ["id"])

    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("party", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("guest", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("absent", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("online", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("comes_at", sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column("leaves_at", sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column("asked", sa.Integer(), nullable=True))
