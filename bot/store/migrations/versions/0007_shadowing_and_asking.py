"""Shadowing and asking."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "correspondences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=300), nullable=False),
        sa.Column("over", sa.String(length=5), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_correspondences_group_id_groups")),
        sa.ForeignKeyConstraint(["one_id"], ["members.id"], name=op.f("fk_correspondences_one_id_members")),
        sa.ForeignKeyConstraint(["other_id"], ["members.id"], name=op.f("fk_correspondences_other_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correspondences")),
    )
    with op.batch_alter_table("correspondences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correspondences_one_id"), ["one_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_correspondences_other_id"), ["other_id"], unique=False)

    op.create_table(
        "cpd_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("on_day", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_cpd_lines_group_id_groups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_cpd_lines_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cpd_lines")),
    )
    with op.batch_alter_table("cpd_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cpd_lines_member_id"), ["member_id"], unique=False)

    op.create_table(
        "goals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("by_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reminded_at", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_goals_group_id_groups")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_goals_member_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goals_member_id"), ["member_id"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=75), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["asker_id"], ["members.id"], name=op.f("fk_questions_asker_id_members")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_questions_group_id_groups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_questions_draft_id")),
    )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_questions_asker_id"), ["asker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_questions_group_id"), ["group_id"], unique=False)

    op.create_table(
        "shadow_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("organisation", sa.String(length=100), nullable=False),
        sa.Column("dos", sa.Text(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("a_month", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_shadow_offers_group_id_groups")),
        sa.ForeignKeyConstraint(["host_id"], ["members.id"], name=op.f("fk_shadow_offers_host_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_offers")),
        sa.UniqueConstraint("group_id", "host_id", name=op.f("uq_shadow_offers_group_id_host_id")),
    )
    with op.batch_alter_table("shadow_offers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadow_offers_host_id"), ["host_id"], unique=False)

    op.create_table(
        "shadow_wishes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("near", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("waited", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_shadow_wishes_group_id_groups")),
        sa.ForeignKeyConstraint(["visitor_id"], ["members.id"], name=op.f("fk_shadow_wishes_visitor_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_wishes")),
    )
    with op.batch_alter_table("shadow_wishes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadow_wishes_visitor_id"), ["visitor_id"], unique=False)

    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correspondence_id", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("arrived", sa.Integer(), server_default="0", nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["correspondence_id"], ["correspondences.id"], name=op.f("fk_letters_correspondence_id_correspondences")),
        sa.ForeignKeyConstraint(["writer_id"], ["members.id"], name=op.f("fk_letters_writer_id_members")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letters_correspondence_id"), ["correspondence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letters_writer_id"), ["writer_id"], unique=False)

    op.create_table(
        "question_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_question_answers_member_id_members")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_question_answers_question_id_questions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_answers")),
    )
    with op.batch_alter_table("question_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_answers_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_answers_question_id"), ["question_id"], unique=False)

    op.create_table(
        "question_helpers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=False),
        sa.Column("declined", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["helper_id"], ["members.id"], name=op.f("fk_question_helpers_helper_id_members")),
        sa.ForeignKeyConstraint(["question_id"], ["questions.id"], name=op.f("fk_question_helpers_question_id_questions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_helpers")),
    )
    with op.batch_alter_table("question_helpers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_helpers_helper_id"), ["helper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_helpers_question_id"), ["question_id"], unique=False)

    op.create_table(
        "shadow_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("wall_at", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("taken_back", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["shadow_offers.id"], name=op.f("fk_shadow_days_offer_id_shadow_offers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_days")),
    )
    with op.batch_alter_table("shadow_days", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadow_days_offer_id"), ["offer_id"], unique=False)

    op.create_table(
        "shadow_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["day_id"], ["shadow_days.id"], name=op.f("fk_shadow_choices_day_id_shadow_days")),
        sa.ForeignKeyConstraint(["wish_id"], ["shadow_wishes.id"], name=op.f("fk_shadow_choices_wish_id_shadow_wishes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_choices")),
        sa.UniqueConstraint("wish_id", "day_id", name=op.f("uq_shadow_choices_wish_id_day_id")),
    )
    with op.batch_alter_table("shadow_choices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadow_choices_day_id"), ["day_id"], unique=False)

    op.create_table(
        "shadow_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("visitor_answer", sa.String(length=3), nullable=True),
        sa.Column("host_answer", sa.String(length=3), nullable=True),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.Column("visitor_note", sa.Text(), nullable=True),
        sa.Column("host_note", sa.Text(), nullable=True),
        sa.Column("visitor_went", sa.String(length=3), nullable=True),
        sa.Column("host_went", sa.String(length=3), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["day_id"], ["shadow_days.id"], name=op.f("fk_shadow_visits_day_id_shadow_days")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_shadow_visits_group_id_groups")),
        sa.ForeignKeyConstraint(["host_id"], ["members.id"], name=op.f("fk_shadow_visits_host_id_members")),
        sa.ForeignKeyConstraint(["visitor_id"], ["members.id"], name=op.f("fk_shadow_visits_visitor_id_members")),
        sa.ForeignKeyConstraint(["wish_id"], ["shadow_wishes.id"], name=op.f("fk_shadow_visits_wish_id_shadow_wishes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_visits")),
    )
    with op.batch_alter_table("shadow_visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadow_visits_day_id"), ["day_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadow_visits_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadow_visits_visitor_id"), ["visitor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadow_visits_wish_id"), ["wish_id"], unique=False)
