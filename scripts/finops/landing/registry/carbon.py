"""Carbon reports of the clouds. A newer model version restates months, in whatever order they are landed."""

from finops.landing.source_types import Source, Sum, Table

AWS_VALUES = (
    "total_mbm_emissions_value",
    "total_lbm_emissions_value",
    "total_scope_1_emissions_value",
    "total_scope_2_lbm_emissions_value",
    "total_scope_2_mbm_emissions_value",
    "total_scope_3_lbm_emissions_value",
    "total_scope_3_mbm_emissions_value",
)
# Of whichever form the export has: a column of its own, a struct, or the single figure of older exports.
GCP_SCOPE_1 = (
    "cast(coalesce(try_cast(regexp_replace(coalesce(*columns(c -> lower(c) in"
    " ('carbon_footprint_kgco2e_scope1', 'carbon_footprint_kgco2e'))),"
    " '^.*scope1[''\"]?\\s*:\\s*[''\"]?([^,}''\"\\s]+).*$', '\\1') as decimal(31, 15)), 0)"
    " as decimal(38, 12))"
)


def _emissions(column: str, staged: str | None = None) -> Sum:
    """A column of emissions, to the fifteenth place as staging has it."""
    return Sum(
        column,
        f'cast(coalesce(try_cast("{column}" as decimal(31, 15)), 0) as decimal(38, 12))',
        staged or column,
    )


def _azure(name: str, period: str, *members: str) -> Table:
    return Table(
        name,
        (period, *members),
        period=period,
        keys=(period, "latestMonthEmissions"),
        checked=("previousMonthEmissions",),
        json_records="value[]",
        json_members=members,
        staging=f"stg_azure__carbon_{name}",
        sums=(_emissions("latestMonthEmissions", "emissions_kg"),),
    )


SOURCES = (
    Source(
        "aws_carbon",
        (
            Table(
                "carbon_emissions",
                (
                    "payer_account_id",
                    "usage_account_id",
                    "model_version",
                    "usage_period_start",
                    "product_code",
                ),
                period="usage_period_start",
                keys=("payer_account_id", "usage_account_id", "model_version"),
                checked=("last_refresh_timestamp", *AWS_VALUES),
                staging="stg_aws__carbon_emissions",
                sums=tuple(map(_emissions, AWS_VALUES)),
            ),
        ),
        "upsert",
        ("csv", "parquet"),
        account="payer_account_id",
    ),
    Source(
        "azure_carbon",
        (
            _azure("item_details", "reportMonth", "itemName", "categoryType", "latestMonthEmissions"),
            _azure("monthly_summary", "date", "date", "latestMonthEmissions", "previousMonthEmissions"),
        ),
        "upsert",
        ("documents",),
    ),
    Source(
        "gcp_carbon",
        (
            Table(
                "carbon_footprint",
                ("usage_month", "billing_account_id", "carbon_model_version"),
                period="usage_month",
                keys=("billing_account_id",),
                checked=(
                    "carbon_footprint_kgCO2e_scope1",
                    "carbon_footprint_kgCO2e_scope2_location_based",
                    "carbon_footprint_kgCO2e_scope2_market_based",
                    "carbon_footprint_kgCO2e_scope3",
                    "carbon_footprint_total_kgCO2e_location_based",
                    "carbon_footprint_total_kgCO2e_market_based",
                ),
                staging="stg_gcp__carbon_footprint",
                sums=(Sum("scope 1", GCP_SCOPE_1, "coalesce(scope_1_kg, total_location_kg)"),),
            ),
        ),
        "upsert",
        ("csv", "lines", "parquet"),
        account="billing_account_id",
    ),
)
