"""Outside chat and announcements."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "calendar_keys",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_calendar_keys_member_id_members")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_calendar_keys")),
    )
    with op.batch_alter_table("calendar_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_keys_member_id"), ["member_id"], unique=False)

    op.create_table(
        "public_pages",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("address", sa.String(length=40), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("news", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_public_pages_group_id_groups")),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_public_pages")),
        sa.UniqueConstraint("address", name=op.f("uq_public_pages_address")),
    )
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("wall_at", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("repeat", sa.String(length=12), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("everywhere", sa.Boolean(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("organiser_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_announcements_group_id_groups")),
        sa.ForeignKeyConstraint(["organiser_id"], ["members.id"], name=op.f("fk_announcements_organiser_id_members")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_announcements_place_id_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_announcements_draft_id")),
    )
    with op.batch_alter_table("announcements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_announcements_group_id"), ["group_id"], unique=False)

    op.create_table(
        "calendar_marks",
        sa.Column("meetup_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_calendar_marks_meetup_id_meetups")),
        sa.PrimaryKeyConstraint("meetup_id", name=op.f("pk_calendar_marks")),
    )
    op.create_table(
        "postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("announcement_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], name=op.f("fk_postings_announcement_id_announcements")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_postings_group_id_groups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        sa.UniqueConstraint("announcement_id", "number", name=op.f("uq_postings_announcement_id_number")),
    )
    with op.batch_alter_table("postings", schema=None) as batch_op:
        batch_op.create_index("ix_postings_news", ["group_id", "posted_at"], unique=False)
