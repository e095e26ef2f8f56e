"""Mentoring."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "mentor_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("modes", sa.Text(), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("wont", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_mentor_offers_group_id_groups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_mentor_offers_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_offers")),
        sa.UniqueConstraint("group_id", "member_id", name=op.f("uq_mentor_offers_group_id_member_id")),
    )
    with op.batch_alter_table("mentor_offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_offers_member_id"), ["member_id"], unique=False)

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
        "mentor_wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("own_employer", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("waited", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_mentor_wishes_group_id_groups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_mentor_wishes_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_wishes")),
    )
    with op.batch_alter_table("mentor_wishes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_wishes_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_wishes_member_id"), ["member_id"], unique=False)

    op.create_table(
        "mentor_candidates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("shown_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["mentor_id"], ["members.id"], name=op.f("fk_mentor_candidates_mentor_id_members")),
        sa.ForeignKeyConstraint(["wish_id"], ["mentor_wishes.id"], name=op.f("fk_mentor_candidates_wish_id_mentor_wishes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_candidates")),
        sa.UniqueConstraint("wish_id", "mentor_id", name=op.f("uq_mentor_candidates_wish_id_mentor_id")),
    )
    with op.batch_alter_table("mentor_candidates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_candidates_mentor_id"), ["mentor_id"], unique=False)

    op.create_table(
        "mentor_matches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=True),
        sa.Column("circle_id", sa.Integer(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("met_at", sa.BigInteger(), nullable=True),
        sa.Column("friend", sa.Boolean(), nullable=False),
        sa.Column("quiet_at", sa.BigInteger(), nullable=True),
        sa.Column("mentee_on", sa.String(length=5), nullable=True),
        sa.Column("mentor_on", sa.String(length=5), nullable=True),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_mentor_matches_circle_id_circles")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_mentor_matches_group_id_groups")),
        sa.ForeignKeyConstraint(["mentee_id"], ["members.id"], name=op.f("fk_mentor_matches_mentee_id_members")),
        sa.ForeignKeyConstraint(["mentor_id"], ["members.id"], name=op.f("fk_mentor_matches_mentor_id_members")),
        sa.ForeignKeyConstraint(["wish_id"], ["mentor_wishes.id"], name=op.f("fk_mentor_matches_wish_id_mentor_wishes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_matches")),
    )
    with op.batch_alter_table("mentor_matches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_matches_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_matches_mentee_id"), ["mentee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_matches_mentor_id"), ["mentor_id"], unique=False)

    op.create_table(
        "mentor_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("mentee_id", sa.Integer(), nullable=False),
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=5), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_mentor_requests_group_id_groups")),
        sa.ForeignKeyConstraint(["mentee_id"], ["members.id"], name=op.f("fk_mentor_requests_mentee_id_members")),
        sa.ForeignKeyConstraint(["mentor_id"], ["members.id"], name=op.f("fk_mentor_requests_mentor_id_members")),
        sa.ForeignKeyConstraint(["wish_id"], ["mentor_wishes.id"], name=op.f("fk_mentor_requests_wish_id_mentor_wishes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_requests")),
    )
    with op.batch_alter_table("mentor_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_requests_mentee_id"), ["mentee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_requests_mentor_id"), ["mentor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_requests_wish_id"), ["wish_id"], unique=False)

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

    op.create_table(
        "mentor_check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.String(length=5), nullable=True),
        sa.ForeignKeyConstraint(["match_id"], ["mentor_matches.id"], name=op.f("fk_mentor_check_ins_match_id_mentor_matches")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_mentor_check_ins_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_check_ins")),
        sa.UniqueConstraint("match_id", "member_id", "number", name=op.f("uq_mentor_check_ins_match_id_member_id_number")),
    )
    with op.batch_alter_table("mentor_check_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_check_ins_member_id"), ["member_id"], unique=False)

    op.create_table(
        "mentor_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("helped", sa.String(length=10), nullable=False),
        sa.Column("fitted", sa.String(length=10), nullable=False),
        sa.Column("again", sa.String(length=10), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["mentor_matches.id"], name=op.f("fk_mentor_feedback_match_id_mentor_matches")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_mentor_feedback_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_feedback")),
        sa.UniqueConstraint("match_id", "member_id", name=op.f("uq_mentor_feedback_match_id_member_id")),
    )
    with op.batch_alter_table("mentor_feedback", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_feedback_member_id"), ["member_id"], unique=False)

    op.create_table(
        "mentor_helps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["match_id"], ["mentor_matches.id"], name=op.f("fk_mentor_helps_match_id_mentor_matches")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_mentor_helps_member_id_members")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["members.id"], name=op.f("fk_mentor_helps_taken_by_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_helps")),
    )
    with op.batch_alter_table("mentor_helps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_helps_member_id"), ["member_id"], unique=False)
