"""How meetups were for those who had a seat."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "meetup_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.String(length=8), nullable=True),
        sa.Column("again", sa.String(length=8), nullable=True),
        sa.Column("next", sa.String(length=200), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("quoted", sa.String(length=8), nullable=True),
        sa.Column("aside", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_meetup_feedback_meetup_id_meetups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_meetup_feedback_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetup_feedback")),
        sa.UniqueConstraint("meetup_id", "member_id", name=op.f("uq_meetup_feedback_meetup_id_member_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("meetup_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meetup_feedback_member_id"), ["member_id"], unique=False)
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("feedback", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
