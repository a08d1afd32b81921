"""issued fact sheets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_issued"
down_revision = "20261125_sign_in"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sheet_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("length", sa.String(length=20), nullable=False),
        sa.Column("paper", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("campaign", sa.String(length=120), nullable=False),
        sa.CheckConstraint("running > 0", name=op.f("ck_sheet_number_running_positive")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["record.id"], name=op.f("fk_sheet_number_subject_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_number")),
        sa.UniqueConstraint(
            "subject_id",
            "form",
            "length",
            "paper",
            "language",
            "role",
            "campaign",
            name="uq_sheet_number_sheet",
        ),
        sa.UniqueConstraint("year", "running", name=op.f("uq_sheet_number_year_running")),
    )
    op.create_index(op.f("ix_sheet_number_subject_id"), "sheet_number", ["subject_id"])
    op.create_table(
        "issued_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("accent", sa.String(length=20), nullable=False),
        sa.Column("logo_form", sa.String(length=20), nullable=True),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(logo_form IS NULL) = (logo IS NULL)", name=op.f("ck_issued_look_whole_logo")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_look")),
        sa.UniqueConstraint("hash", name=op.f("uq_issued_look_hash")),
    )
    op.create_table(
        "issued_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("look_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_issued_sheet_version_positive")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason IS NULL) "
            "AND (withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
            name=op.f("ck_issued_sheet_whole_withdrawal"),
        ),
        sa.CheckConstraint(
            "withdrawal_reason <> ''", name=op.f("ck_issued_sheet_withdrawal_reason_not_empty")
        ),
        sa.ForeignKeyConstraint(
            ["number_id"], ["sheet_number.id"], name=op.f("fk_issued_sheet_number_id")
        ),
        sa.ForeignKeyConstraint(
            ["look_id"], ["issued_look.id"], name=op.f("fk_issued_sheet_look_id")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["account.id"], name=op.f("fk_issued_sheet_issued_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_issued_sheet_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_sheet")),
        sa.UniqueConstraint("hash", name=op.f("uq_issued_sheet_hash")),
        sa.UniqueConstraint("number_id", "version", name=op.f("uq_issued_sheet_number_id_version")),
    )
    op.create_index(op.f("ix_issued_sheet_issued_at"), "issued_sheet", ["issued_at"])
    op.create_table(
        "issued_record",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["issued_sheet.id"], name=op.f("fk_issued_record_sheet_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_issued_record_record_id")
        ),
        sa.PrimaryKeyConstraint("sheet_id", "record_id", name=op.f("pk_issued_record")),
    )
    op.create_index(op.f("ix_issued_record_record_id"), "issued_record", ["record_id"])
    op.create_table(
        "issued_file",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["issued_sheet.id"], name=op.f("fk_issued_file_sheet_id")
        ),
        sa.PrimaryKeyConstraint("sheet_id", "form", name=op.f("pk_issued_file")),
    )
    op.create_index(op.f("ix_issued_file_hash"), "issued_file", ["hash"])


def downgrade() -> None:
    op.drop_table("issued_file")
    op.drop_table("issued_record")
    op.drop_table("issued_sheet")
    op.drop_table("issued_look")
    op.drop_table("sheet_number")
