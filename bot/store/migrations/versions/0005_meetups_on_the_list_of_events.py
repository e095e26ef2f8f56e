"""Meetups on the list of events."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "interests",
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_interests_meetup_id_meetups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_interests_member_id_members")),
        sa.PrimaryKeyConstraint("meetup_id", "member_id", name=op.f("pk_interests")),
    )
    with op.batch_alter_table("interests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interests_member_id"), ["member_id"], unique=False)

    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("listed", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_shown", ["message"], unique=False, sqlite_where=sa.text("mode = 'show'"), postgresql_where=sa.text("mode = 'show'")
        )
