"""The organisation's own CSV templates."""

from finops.landing.source_types import added, template

SOURCES = (
    template(
        "invoices",
        ("invoice_id", "invoice_issuer_name", "currency", "total_amount"),
        currency="currency",
        keys=("invoice_id", "invoice_issuer_name"),
        checked=("amount_before_tax", "tax_amount", "exchange_rate", "invoice_date"),
        sums=(added("total_amount", "total_amount"),),
    ),
    template(
        "owners",
        ("owner_kind", "owner_value", "team"),
        keys=("owner_kind", "owner_value"),
        checked=("valid_from", "valid_to"),
        may_be_blank=("team",),
        allowed={"owner_kind": ("tag", "key", "project", "account", "principal")},
    ),
    template(
        "tag_keys",
        ("tag_key", "meaning"),
        keys=("tag_key",),
        may_be_blank=("meaning",),
        allowed={"meaning": ("team", "product", "environment", "customer", "ignore")},
    ),
    template(
        "fx_rates",
        ("from_currency", "to_currency", "rate"),
        keys=("from_currency", "to_currency"),
        sums=(added("rate", "rate"),),
        checked=("valid_from", "valid_to"),
    ),
    template("settings", ("setting", "value"), keys=("setting",), may_be_blank=("value",)),
)
