"""The organisation's own CSV templates. What each column takes stands in the contracts."""

from finops.landing.source_types import Sum, added, template

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
    template("keys", keys=("key_id",)),
    template("customers", keys=("customer",)),
    template("legal_entities", keys=("legal_entity",)),
    template("initiatives", keys=("initiative",)),
    template("training_runs", keys=("run_id",), sums=(added("gpu_hours", "gpu_hours"),)),
    template("known_changes", keys=("change_id",)),
    template("comparisons", keys=("comparison",)),
    template("sites", keys=("site",)),
    template("hardware", keys=("asset_id",), sums=(added("quantity", "quantity"),)),
    template(
        "revenue",
        currency="currency",
        keys=("billing_period", "basis"),
        sums=(added("amount", "amount"), added("quantity", "quantity")),
    ),
    template("business_drivers", keys=("driver_date", "driver"), sums=(added("quantity", "quantity"),)),
    template(
        "budgets",
        currency="currency",
        keys=("budget", "version", "scope_kind", "billing_period", "basis"),
        sums=(added("amount", "amount"),),
    ),
    template(
        "contracts",
        currency="currency",
        keys=("contract_id", "valid_from"),
        sums=(added("price", "price"), added("commitment_amount", "commitment_amount")),
    ),
    template("allocation_rules", keys=("rule_id", "version"), sums=(added("share_percent", "share"),)),
    template("pool_policies", keys=("pool", "policy")),
    template(
        "policy_exceptions",
        keys=("exception_id",),
        sums=(added("amount_limit", "amount_limit"),),
    ),
    template("thresholds", keys=("threshold", "scope_kind")),
    template("fiscal_periods", keys=("fiscal_period",)),
    template("gl_accounts", keys=("gl_account",)),
    template(
        "gl_postings",
        currency="currency",
        keys=("posting_id",),
        # Debit and credit add up to nothing whatever is lost of both.
        sums=(
            Sum(
                "debits",
                'greatest(coalesce(try_cast("amount" as decimal(38, 12)), 0), 0)',
                "greatest(amount, 0)",
            ),
            added("amount", "amount"),
        ),
    ),
    template("seats", keys=("vendor", "product"), sums=(added("count_stated", "count"),)),
    template(
        "outcomes",
        keys=("subject_kind", "subject_id", "outcome"),
        sums=(added("outcome_value", "value"),),
    ),
)
