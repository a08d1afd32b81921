"""ties: exposure in small rows, in one index that holds them, without foreign keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261126_ties"
down_revision = "20261125_evidence"
branch_labels = None
depends_on = None

REACH = ("named", "site", "group")
BASIS = (
    *("buyer_list", "admitted", "court", "government", "company_filing", "customs", "academic"),
    *("ngo", "press"),
)
TIMING = ("at_the_time", "ended_before", "began_after", "unknown")
HELD = ("facility_id", "reach", "tiers", "holdings", "basis", "timing", "denied", "counted")


def upgrade() -> None:
    """Make the table anew; after the migrations all of it is computed."""
    op.drop_table("exposure")
    op.create_table(
        "exposure",
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("facility_id", sa.Integer()),
        sa.Column("reach", sa.SmallInteger(), nullable=False),
        sa.Column("tiers", sa.SmallInteger(), nullable=False),
        sa.Column("holdings", sa.SmallInteger(), nullable=False),
        sa.Column("basis", sa.SmallInteger()),
        sa.Column("timing", sa.SmallInteger(), nullable=False),
        sa.Column("denied", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "company_id", "report_id", name="pk_exposure", postgresql_include=list(HELD)
        ),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 0 AND {last}", name=name)
            for name, last in (("reach", 2), ("basis", 8), ("timing", 3))
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_exposure_report_id", "exposure", ["report_id"])


def downgrade() -> None:
    op.drop_table("exposure")
    op.create_table(
        "exposure",
        _referring("company_id", "company", nullable=False),
        _referring("report_id", "report", nullable=False),
        _referring("facility_id", "facility", nullable=True),
        sa.Column("reach", _words("reach", REACH), nullable=False),
        sa.Column("tiers", sa.Integer(), nullable=False),
        sa.Column("holdings", sa.Integer(), nullable=False),
        sa.Column("basis", _words("basis", BASIS)),
        sa.Column("timing", _words("timing", TIMING), nullable=False),
        sa.Column("denied", sa.Boolean(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "report_id", name="pk_exposure"),
    )
    op.create_index("ix_exposure_report_id", "exposure", ["report_id"])
    op.create_index(
        "ix_exposure_counted",
        "exposure",
        [
            *("company_id", "counted", "report_id", "facility_id", "reach", "tiers"),
            *("holdings", "basis", "timing", "denied"),
        ],
    )


def _referring(name: str, table: str, *, nullable: bool) -> sa.Column[int]:
    key = sa.ForeignKey(f"{table}.id", name=f"fk_exposure_{name}")
    return sa.Column(name, sa.Integer(), key, nullable=nullable)


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
