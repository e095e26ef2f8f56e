"""Coffee rounds."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "coffee_people",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("often", sa.String(length=11), nullable=False),
        sa.Column("threes", sa.Boolean(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("resting_since", sa.BigInteger(), nullable=True),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_coffee_people_group_id_groups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_coffee_people_member_id_members")),
        sa.PrimaryKeyConstraint("member_id", "group_id", name=op.f("pk_coffee_people")),
    )
    with op.batch_alter_table("coffee_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coffee_people_group_id"), ["group_id"], unique=False)

    op.create_table(
        "coffee_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("bound", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_coffee_rounds_group_id_groups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coffee_rounds")),
        sa.UniqueConstraint("group_id", "day", name=op.f("uq_coffee_rounds_group_id_day")),
    )
    op.create_table(
        "coffee_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_coffee_tables_circle_id_circles")),
        sa.ForeignKeyConstraint(["round_id"], ["coffee_rounds.id"], name=op.f("fk_coffee_tables_round_id_coffee_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coffee_tables")),
    )
    with op.batch_alter_table("coffee_tables", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coffee_tables_round_id"), ["round_id"], unique=False)

    op.create_table(
        "coffee_seats",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=8), nullable=True),
        sa.Column("met", sa.String(length=3), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_coffee_seats_member_id_members")),
        sa.ForeignKeyConstraint(["round_id"], ["coffee_rounds.id"], name=op.f("fk_coffee_seats_round_id_coffee_rounds")),
        sa.ForeignKeyConstraint(["table_id"], ["coffee_tables.id"], name=op.f("fk_coffee_seats_table_id_coffee_tables")),
        sa.PrimaryKeyConstraint("round_id", "member_id", name=op.f("pk_coffee_seats")),
    )
    with op.batch_alter_table("coffee_seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coffee_seats_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coffee_seats_table_id"), ["table_id"], unique=False)

    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("coffee", sa.String(length=9), server_default="off", nullable=False))
