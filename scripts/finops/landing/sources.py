"""The registry of sources: how each export is recognised, dated, scoped and restated.

To add a source, add an entry here and a contract CSV per table. To add a table to a source, add a Table.
"""

from dataclasses import dataclass, field

from finops.landing.contracts import Column, contract


@dataclass(frozen=True)
class Table:
    """One table of a source.

    `recognised_by` columns (or JSON markers) tell its files apart. `period` names the column whose
    month is the billing period. `checked` columns go to quarantine when they hold what cannot be read.
    `billed` is the column that is summed as billed total, times `billed_factor`.
    """

    name: str
    recognised_by: tuple[str, ...]
    period: str | None = None
    billed: str | None = None
    billed_factor: str = "1"
    currency: str | None = None
    invoice_id: str | None = None
    keys: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    may_be_blank: tuple[str, ...] = ()
    allowed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    json_marker: str | None = None
    group_keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """One source.

    `scope_columns` are SQL column alternatives per part; `scope` is the fixed scope without them.
    """

    name: str
    tables: tuple[Table, ...]
    style: str
    formats: tuple[str, ...]
    scope: str | None = None
    account: str | None = None
    providers: tuple[str, ...] = ()
    dialects: dict[str, tuple[str, ...]] = field(default_factory=dict)
    append_dialects: tuple[str, ...] = ()
    is_reference: bool = False

    def table(self, name: str) -> Table:
        """Return the table called `name`. Raises KeyError without one."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)

    def columns(self, table: str) -> tuple[Column, ...]:
        """Return the contract columns of `table`."""
        return contract(self.name, table)

    def restatement_style(self, dialect: str | None) -> str:
        """Return how a later delivery of `dialect` relates to an earlier one."""
        return "append" if dialect in self.append_dialects else self.style


def template(name: str, recognised_by: tuple[str, ...], **options: object) -> Source:
    """A CSV template of the organisation: undated, the newest row per key wins."""
    table = Table(name, recognised_by, **options)  # type: ignore[arg-type]
    return Source(name, (table,), "upsert", ("csv",), scope="organisation")


SOURCES: dict[str, Source] = {
    source.name: source
    for source in (
        Source(
            "focus",
            (
                Table(
                    "cost_and_usage",
                    (
                        "BilledCost",
                        "BillingAccountId",
                        "BillingCurrency",
                        "BillingPeriodStart",
                        "ChargePeriodStart",
                        "ChargePeriodEnd",
                        "ChargeCategory",
                    ),
                    period="BillingPeriodStart",
                    billed="BilledCost",
                    currency="BillingCurrency",
                    invoice_id="InvoiceId",
                    keys=("BillingAccountId", "BilledCost", "ChargePeriodStart"),
                    checked=("EffectiveCost", "ListCost", "ContractedCost", "BillingPeriodEnd"),
                ),
            ),
            "whole_period",
            ("csv", "parquet"),
            account="BillingAccountId",
            providers=("ProviderName", "ServiceProviderName", "Provider"),
            dialects={
                "oci": ("oci_ReferenceNumber", "oci_CompartmentId", "oci_BackReferenceNumber"),
                "gcp": ("x_ExportTime", "x_Credits"),
                "azure": ("x_SkuMeterId", "x_BillingProfileId", "x_InvoiceSectionId", "x_ResourceGroupName"),
                "aws": ("x_Discounts", "x_Operation", "x_UsageType", "x_ServiceCode"),
            },
            append_dialects=("gcp", "oci"),
        ),
        Source(
            "aws_cur",
            (
                Table(
                    "line_items",
                    (
                        "bill_payer_account_id",
                        "bill_billing_period_start_date",
                        "line_item_line_item_type",
                        "line_item_unblended_cost",
                    ),
                    period="bill_billing_period_start_date",
                    billed="line_item_unblended_cost",
                    currency="line_item_currency_code",
                    invoice_id="bill_invoice_id",
                    keys=("bill_payer_account_id", "line_item_line_item_type"),
                    checked=(
                        "savings_plan_savings_plan_effective_cost",
                        "reservation_effective_cost",
                        "pricing_public_on_demand_cost",
                    ),
                ),
            ),
            "whole_period",
            ("parquet", "csv"),
            account="bill_payer_account_id",
        ),
        Source(
            "openai_costs",
            (
                Table(
                    "costs",
                    ("bucket_start", "amount_value", "line_item"),
                    period="bucket_start",
                    billed="amount_value",
                    currency="amount_currency",
                    keys=("bucket_start",),
                    checked=("quantity",),
                    json_marker="organization.costs.result",
                    group_keys=("project_id", "line_item", "api_key_id", "user_id", "api_source"),
                ),
            ),
            "days",
            ("json", "csv"),
        ),
        Source(
            "openai_usage",
            (
                Table(
                    "completions",
                    ("bucket_start", "input_tokens", "num_model_requests"),
                    period="bucket_start",
                    keys=("bucket_start",),
                    checked=("output_tokens", "input_cached_tokens"),
                    json_marker="organization.usage.completions.result",
                    group_keys=(
                        "project_id",
                        "user_id",
                        "api_key_id",
                        "model",
                        "batch",
                        "service_tier",
                        "api_source",
                    ),
                ),
            ),
            "days",
            ("json", "csv"),
        ),
        Source(
            "anthropic_costs",
            (
                Table(
                    "cost_report",
                    ("bucket_start", "amount", "currency", "cost_type"),
                    period="bucket_start",
                    billed="amount",
                    billed_factor="0.01",
                    currency="currency",
                    keys=("bucket_start",),
                    json_marker="amount,currency",
                    group_keys=("workspace_id", "description"),
                ),
            ),
            "days",
            ("json", "csv"),
        ),
        Source(
            "anthropic_usage",
            (
                Table(
                    "messages",
                    ("bucket_start", "uncached_input_tokens"),
                    period="bucket_start",
                    keys=("bucket_start",),
                    checked=("output_tokens", "cache_read_input_tokens"),
                    json_marker="uncached_input_tokens",
                    group_keys=(
                        "api_key_id",
                        "workspace_id",
                        "account_id",
                        "service_account_id",
                        "model",
                        "service_tier",
                        "context_window",
                        "inference_geo",
                        "speed",
                    ),
                ),
            ),
            "days",
            ("json", "csv"),
        ),
        Source(
            "litellm_spend_logs",
            (
                Table(
                    "spend_logs",
                    ("request_id", "startTime", "spend", "model"),
                    period="startTime",
                    keys=("request_id",),
                    checked=("spend", "prompt_tokens", "completion_tokens"),
                ),
            ),
            "upsert",
            ("lines", "csv"),
        ),
        template(
            "invoices",
            ("invoice_id", "invoice_issuer_name", "currency", "total_amount"),
            currency="currency",
            keys=("invoice_id", "invoice_issuer_name"),
            checked=("amount_before_tax", "tax_amount", "exchange_rate", "invoice_date"),
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
            checked=("valid_from", "valid_to"),
        ),
        template("settings", ("setting", "value"), keys=("setting",), may_be_blank=("value",)),
        Source(
            "ecb_rates",
            (Table("rates", ("Date", "USD", "JPY", "GBP"), keys=("Date",)),),
            "upsert",
            ("csv",),
            scope="ecb",
            is_reference=True,
        ),
    )
}
