"""The organisation's own CSV templates. What each column takes stands in the contracts."""

from finops.landing.source_types import added, template

SOURCES = (
    template(
        "invoices",
        currency="currency",
        keys=("invoice_id", "invoice_issuer_name"),
        sums=(added("total_amount", "total_amount"),),
    ),
    template("owners", keys=("owner_kind", "owner_value"), may_be_blank=("team",)),
    template("tag_keys", keys=("tag_key",), may_be_blank=("meaning",)),
    template("fx_rates", keys=("from_currency", "to_currency"), sums=(added("rate", "rate"),)),
    template("settings", keys=("setting",), may_be_blank=("value",)),
    template("products", keys=("product",)),
)
