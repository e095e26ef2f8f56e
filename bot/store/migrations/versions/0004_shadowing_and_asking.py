"""Shadowing and asking."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


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
