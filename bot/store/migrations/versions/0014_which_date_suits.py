"""Which date suits."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "date_polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Boolean(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("meetup_id", sa.Integer(), nullable=True),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_date_polls_group_id_groups")),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_date_polls_meetup_id_meetups")),
        sa.ForeignKeyConstraint(["organiser_id"], ["members.id"], name=op.f("fk_date_polls_organiser_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_polls")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_date_polls_draft_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("date_polls", schema=None) as batch_op:
        batch_op.create_index("ix_date_polls_in_hand", ["group_id", "closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_date_polls_meetup_id"), ["meetup_id"], unique=False)

    op.create_table(
        "poll_dates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("wall_at", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["date_polls.id"], name=op.f("fk_poll_dates_poll_id_date_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_dates")),
        sa.UniqueConstraint("poll_id", "starts_at", name=op.f("uq_poll_dates_poll_id_starts_at")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "poll_answers",
        sa.Column("date_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=4), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["date_id"], ["poll_dates.id"], name=op.f("fk_poll_answers_date_id_poll_dates")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_poll_answers_member_id_members")),
        sa.PrimaryKeyConstraint("date_id", "member_id", name=op.f("pk_poll_answers")),
    )
    with op.batch_alter_table("poll_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_answers_member_id"), ["member_id"], unique=False)
