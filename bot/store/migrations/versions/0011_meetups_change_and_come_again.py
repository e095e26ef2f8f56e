"""Meetups change and come again."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("venues", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(length=6), nullable=False),
        sa.Column("online", sa.String(length=300), nullable=False),
        sa.Column("online_seats", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("last_day", sa.String(length=10), nullable=True),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("planned_to", sa.String(length=10), nullable=False),
        sa.Column("next_day", sa.String(length=10), nullable=True),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_series_group_id_groups")),
        sa.ForeignKeyConstraint(["organiser_id"], ["members.id"], name=op.f("fk_series_organiser_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    with op.batch_alter_table("series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_series_group_id"), ["group_id"], unique=False)

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
        batch_op.add_column(sa.Column("online", sa.String(length=300), server_default=sa.text("('')"), nullable=False))
        batch_op.add_column(sa.Column("online_seats", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("notice", sa.String(length=300), server_default=sa.text("('')"), nullable=False))
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
        batch_op.drop_index(batch_op.f("ix_seats_line"))
        batch_op.create_index("ix_seats_line", ["meetup_id", "state", "turn", "online", "party"], unique=False)
