"""Programmes and speakers."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "speakers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meetup_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("thanked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["meetup_id"], ["meetups.id"], name=op.f("fk_speakers_meetup_id_meetups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("speakers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speakers_meetup_id"), ["meetup_id"], unique=False)

    with op.batch_alter_table("preparations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("agenda", sa.Text(), server_default=sa.text("('[]')"), nullable=False))
        batch_op.add_column(sa.Column("agenda_said", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
        batch_op.add_column(sa.Column("speaks", sa.Boolean(), server_default=sa.text("(false)"), nullable=False))
