"""Mentoring rounds."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "mentor_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unmatched", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_mentor_rounds_group_id_groups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_rounds")),
    )
    with op.batch_alter_table("mentor_rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_rounds_group_id"), ["group_id"], unique=False)

    op.create_table(
        "mentor_round_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["mentor_id"], ["members.id"], name=op.f("fk_mentor_round_pairs_mentor_id_members")),
        sa.ForeignKeyConstraint(["round_id"], ["mentor_rounds.id"], name=op.f("fk_mentor_round_pairs_round_id_mentor_rounds")),
        sa.ForeignKeyConstraint(["wish_id"], ["mentor_wishes.id"], name=op.f("fk_mentor_round_pairs_wish_id_mentor_wishes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_round_pairs")),
        sa.UniqueConstraint("round_id", "wish_id", name=op.f("uq_mentor_round_pairs_round_id_wish_id")),
    )
    with op.batch_alter_table("mentor_round_pairs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_round_pairs_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_round_pairs_wish_id"), ["wish_id"], unique=False)
