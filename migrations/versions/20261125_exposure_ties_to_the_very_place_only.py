"""exposure holds ties to the very place only; indexes by pairs; two facts for leverage."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_exposure"
down_revision = "20261125_terms"
branch_labels = None
depends_on = None

# Indexes on one end of an edge become indexes on both, so that a pair is looked up at once.
PAIRS = {
    "supply_link": ("buyer_id", ("facility_id", "supplier_id")),
    "operation": ("operator_id", ("facility_id",)),
    "ownership": ("parent_id", ("subsidiary_id",)),
}


def upgrade() -> None:
    """Empty the table, which is computed: `campaign db upgrade` fills it anew."""
    op.execute("DELETE FROM exposure")
    with op.batch_alter_table("exposure") as table:
        table.add_column(sa.Column("facility_id", sa.Integer()))
        table.add_column(sa.Column("holdings", sa.Integer(), nullable=False))
        table.create_foreign_key("fk_exposure_facility_id", "facility", ["facility_id"], ["id"])
        table.drop_index("ix_exposure_counted")
        table.create_index("ix_exposure_counted", ["company_id", "counted", "facility_id"])
    op.add_column("supply_link", sa.Column("share", sa.Text()))
    op.add_column("company", sa.Column("code_of_conduct", sa.Text()))
    for table_name, (first, others) in PAIRS.items():
        for other in others:
            op.drop_index(f"ix_{table_name}_{other}", table_name)
            op.create_index(f"ix_{table_name}_{other}_{first}", table_name, [other, first])


def downgrade() -> None:
    """Leave the rows without what they had more; `campaign check` says what is missing."""
    for table_name, (first, others) in PAIRS.items():
        for other in others:
            op.drop_index(f"ix_{table_name}_{other}_{first}", table_name)
            op.create_index(f"ix_{table_name}_{other}", table_name, [other])
    op.drop_column("company", "code_of_conduct")
    op.drop_column("supply_link", "share")
    with op.batch_alter_table("exposure") as table:
        table.drop_index("ix_exposure_counted")
        table.create_index("ix_exposure_counted", ["company_id", "counted"])
        table.drop_constraint("fk_exposure_facility_id", type_="foreignkey")
        table.drop_column("holdings")
        table.drop_column("facility_id")
