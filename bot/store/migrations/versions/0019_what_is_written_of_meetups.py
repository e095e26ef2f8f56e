"""What is written of meetups, with links."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "recaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("quotes", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=4), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_recaps_meetup_id_meetups")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_recaps_group_id_groups")),
        sa.ForeignKeyConstraint(["author_id"], ["members.id"], name=op.f("fk_recaps_author_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recaps")),
        sa.UniqueConstraint("meetup_id", name=op.f("uq_recaps_meetup_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recaps", schema=None) as batch_op:
        batch_op.create_index("ix_recaps_news", ["group_id", "posted_at"], unique=False)

    op.create_table(
        "recap_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("credit", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_recap_links_meetup_id_meetups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_recap_links_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recap_links")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("recap_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recap_links_meetup_id"), ["meetup_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recap_links_member_id"), ["member_id"], unique=False)

    op.create_table(
        "recap_replies",
        sa.Column("recap_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("said", sa.String(length=8), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["recap_id"], ["recaps.id"], name=op.f("fk_recap_replies_recap_id_recaps")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_recap_replies_member_id_members")),
        sa.PrimaryKeyConstraint("recap_id", "member_id", name=op.f("pk_recap_replies")),
    )
    with op.batch_alter_table("recap_replies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recap_replies_member_id"), ["member_id"], unique=False)
