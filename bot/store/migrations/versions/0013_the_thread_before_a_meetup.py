"""The thread before a meetup."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "preparations",
        sa.Column("meetup_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("prompts", sa.Text(), server_default=sa.text("('[]')"), nullable=False),
        sa.Column("said", sa.Integer(), server_default="0", nullable=False),
        sa.Column("woken", sa.Integer(), nullable=True),
        sa.Column("meeting_point", sa.String(length=100), server_default=sa.text("('')"), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_preparations_meetup_id_meetups")),
        sa.PrimaryKeyConstraint("meetup_id", name=op.f("pk_preparations")),
    )
    op.create_table(
        "welcomes",
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_welcomes_meetup_id_meetups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_welcomes_member_id_members")),
        sa.PrimaryKeyConstraint("meetup_id", "member_id", name=op.f("pk_welcomes")),
    )
    with op.batch_alter_table("welcomes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_welcomes_member_id"), ["member_id"], unique=False)

    with op.batch_alter_table("meetups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("prepared", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))

    with op.batch_alter_table("buddy_asks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("point", sa.String(length=100), nullable=True))
