"""Newcomers."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "greeters",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_greeters_group_id_groups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_greeters_member_id_members")),
        sa.PrimaryKeyConstraint("group_id", "member_id", name=op.f("pk_greeters")),
    )
    op.create_table(
        "hellos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("topics", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("area", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("day3", sa.String(length=10), nullable=True),
        sa.Column("day14", sa.String(length=10), nullable=True),
        sa.Column("draft_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_hellos_group_id_groups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_hellos_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hellos")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_hellos_draft_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("hellos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hellos_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hellos_member_id"), ["member_id"], unique=False)

    op.create_table(
        "twos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("introducer_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("joins", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_twos_group_id_groups")),
        sa.ForeignKeyConstraint(["introducer_id"], ["members.id"], name=op.f("fk_twos_introducer_id_members")),
        sa.ForeignKeyConstraint(["one_id"], ["members.id"], name=op.f("fk_twos_one_id_members")),
        sa.ForeignKeyConstraint(["other_id"], ["members.id"], name=op.f("fk_twos_other_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_twos")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("twos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_twos_introducer_id"), ["introducer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_twos_one_id"), ["one_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_twos_other_id"), ["other_id"], unique=False)

    op.create_table(
        "buddy_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_buddy_requests_meetup_id_meetups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_buddy_requests_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buddy_requests")),
        sa.UniqueConstraint("meetup_id", "member_id", name=op.f("uq_buddy_requests_meetup_id_member_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("buddy_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buddy_requests_member_id"), ["member_id"], unique=False)

    op.create_table(
        "greeter_asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hello_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=5), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["hello_id"], ["hellos.id"], name=op.f("fk_greeter_asks_hello_id_hellos")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_greeter_asks_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_greeter_asks")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("greeter_asks", schema=None) as batch_op:
        batch_op.create_index("ix_greeter_asks_asked", ["member_id", "asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_greeter_asks_hello_id"), ["hello_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_greeter_asks_member_id"), ["member_id"], unique=False)

    op.create_table(
        "greetings",
        sa.Column("hello_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["hello_id"], ["hellos.id"], name=op.f("fk_greetings_hello_id_hellos")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_greetings_member_id_members")),
        sa.PrimaryKeyConstraint("hello_id", "member_id", name=op.f("pk_greetings")),
    )
    with op.batch_alter_table("greetings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_greetings_member_id"), ["member_id"], unique=False)

    op.create_table(
        "two_asks",
        sa.Column("two_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=5), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_two_asks_member_id_members")),
        sa.ForeignKeyConstraint(["two_id"], ["twos.id"], name=op.f("fk_two_asks_two_id_twos")),
        sa.PrimaryKeyConstraint("two_id", "member_id", name=op.f("pk_two_asks")),
    )
    with op.batch_alter_table("two_asks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_two_asks_member_id"), ["member_id"], unique=False)

    op.create_table(
        "buddy_asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=5), nullable=True),
        sa.Column("sign", sa.String(length=100), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_buddy_asks_member_id_members")),
        sa.ForeignKeyConstraint(["request_id"], ["buddy_requests.id"], name=op.f("fk_buddy_asks_request_id_buddy_requests")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buddy_asks")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("buddy_asks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buddy_asks_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_buddy_asks_request_id"), ["request_id"], unique=False)
