"""reach: indexes that hold what a search for chains, and a page of exposure, reads of a row."""

from __future__ import annotations

from alembic import op

revision = "20261125_reach"
down_revision = "20261125_quarters"
branch_labels = None
depends_on = None

NARROW = {
    ("supply_link", "ix_supply_link_buyer_id"): ["buyer_id"],
    ("supply_link", "ix_supply_link_supplier_id_buyer_id"): ["supplier_id", "buyer_id"],
    ("supply_link", "ix_supply_link_facility_id_buyer_id"): ["facility_id", "buyer_id"],
    ("exposure", "ix_exposure_counted"): ["company_id", "counted", "facility_id"],
}
WIDE = {
    ("supply_link", "ix_supply_link_buyer_id"): ["buyer_id", "supplier_id", "facility_id", "id"],
    ("supply_link", "ix_supply_link_supplier_id_buyer_id"): ["supplier_id", "buyer_id", "id"],
    ("supply_link", "ix_supply_link_facility_id_buyer_id"): ["facility_id", "buyer_id", "id"],
    ("exposure", "ix_exposure_counted"): [
        *("company_id", "counted", "report_id", "facility_id", "reach", "tiers"),
        *("holdings", "basis", "timing", "denied"),
    ],
}


def upgrade() -> None:
    _make_anew(WIDE)


def downgrade() -> None:
    _make_anew(NARROW)


def _make_anew(indexes: dict[tuple[str, str], list[str]]) -> None:
    for (table, name), columns in indexes.items():
        op.drop_index(name, table_name=table)
        op.create_index(name, table, columns)
