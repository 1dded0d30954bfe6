"""Carbon reports of three clouds: accounts and services as in the bills, month by month, one re-versioned."""

from datetime import date, datetime, timedelta

from finops.demo.engine import Demo, literal
from finops.demo.story import AWS_PAYER, CARBON_MODELS, GCP_BILLING_ACCOUNT, next_month

PUBLISHED_AFTER_DAYS = 20
# The older model had no scope 3 and told half as much of the rest.
OLD_MODEL, MODEL = CARBON_MODELS
GCP_MODEL = 17


def write(demo: Demo) -> None:
    """Write the reports of all closed months, as they were published, and note their steps."""
    for provider, account in (("aws", "product_code"), ("azure", "service"), ("gcp", "service")):
        _measure(demo, provider, account)
    first = demo.story.closed[0]
    _aws(demo, [first], OLD_MODEL, _published(first))
    last = _published(demo.story.closed[-1])
    _aws(demo, list(demo.story.closed), MODEL, last)
    for month in demo.story.closed:
        _gcp(demo, month)
        _azure(demo, month)


def _published(month: date) -> datetime:
    return datetime.combine(next_month(month), datetime.min.time()) + timedelta(days=PUBLISHED_AFTER_DAYS)


def _measure(demo: Demo, provider: str, service: str) -> None:
    """Kilograms per closed month, account and service of the catalogue: by what its resources may use."""
    months = ", ".join(literal(month) for month in demo.story.closed)
    demo.run(f"""
        CREATE OR REPLACE TABLE {provider}_carbon AS
        WITH weighed AS (
            SELECT account_id, {service} AS service, sum(count_at_scale_1 * price * (low + high)) AS weight
            FROM {provider}_templates GROUP BY account_id, {service}
        ),
        scopes AS (
            SELECT
                month, account_id, service,
                ((0.5 + weight * growth(0.03, month) * between_dice(0.08, 0.12, service, month || account_id))
                * {demo.scale})::DECIMAL(20, 6) AS scope_2_location
            FROM weighed, unnest([{months}]) AS months(month)
        )
        SELECT
            *,
            (scope_2_location * 0.02::DECIMAL(4, 2))::DECIMAL(20, 6) AS scope_1,
            (scope_2_location * 0.15::DECIMAL(4, 2))::DECIMAL(20, 6) AS scope_2_market,
            (scope_2_location * 0.31::DECIMAL(4, 2))::DECIMAL(20, 6) AS scope_3
        FROM scopes
    """)


def _aws(demo: Demo, months: list[date], model: str, refreshed: datetime) -> None:
    is_old = model == OLD_MODEL
    factor, scope_3 = ("0.5", "0") if is_old else ("1", "scope_3")
    values = {
        "mbm": f"scope_1 + scope_2_market + {scope_3}",
        "lbm": f"scope_1 + scope_2_location + {scope_3}",
        "scope_1": "scope_1",
        "scope_2_lbm": "scope_2_location",
        "scope_2_mbm": "scope_2_market",
        "scope_3_lbm": scope_3,
        "scope_3_mbm": scope_3,
    }
    columns = {
        "last_refresh_timestamp": literal(refreshed),
        "location": "'United States'",
        "model_version": literal(model),
        "payer_account_id": literal(AWS_PAYER),
        "product_code": "service",
        "region_code": "'us-east-1'",
        "usage_account_id": "account_id",
        "usage_period_end": "month::TIMESTAMP + INTERVAL 1 MONTH",
        "usage_period_start": "month::TIMESTAMP",
    }
    for name, value in values.items():
        columns[f"total_{name}_emissions_unit"] = "'MTCO2e'"
        columns[f"total_{name}_emissions_value"] = f"to_double(({value}) * {factor} * 0.001::DECIMAL(4, 3))"
    listed = ", ".join(f"{columns[name]} AS {name}" for name in sorted(columns, key=_as_exported))
    for month in months:
        folder = f"carbon/aws/carbon_model_version={model}/usage_period={month:%Y-%m}"
        select = (
            f"SELECT {listed} FROM aws_carbon WHERE month = {literal(month)} ORDER BY account_id, service"
        )
        demo.copy("aws_carbon", f"{folder}/carbon_emissions.parquet", select, "FORMAT parquet")
    paths = [f"carbon/aws/carbon_model_version={model}"]
    demo.step(f"AWS carbon, model {model}", paths, "aws_carbon", refreshed)


def _as_exported(column: str) -> tuple[str, str]:
    """Values stand behind their units; the export lists its columns by name."""
    return (column.removesuffix("_unit").removesuffix("_value"), column)


def _gcp(demo: Demo, month: date) -> None:
    total = "to_double(scope_1 + {0} + scope_3)"
    select = f"""
        SELECT
            month::DATE AS usage_month, {literal(GCP_BILLING_ACCOUNT)} AS billing_account_id,
            {{'id': upper(substr(hexed(service, 'service'), 1, 12)), 'description': service}} AS service,
            {{'number': (700000000000 + (hash(account_id) % 99999999999)::BIGINT)::VARCHAR, 'id': account_id}}
                AS project,
            {{'location': 'us-central1', 'region': 'us-central1'}} AS location,
            {{
                'scope1': to_double(scope_1),
                'scope2': {{
                    'location_based': to_double(scope_2_location), 'market_based': to_double(scope_2_market)
                }},
                'scope3': to_double(scope_3)
            }} AS "carbon_footprint_kgCO2e",
            {{
                'location_based': {total.format("scope_2_location")},
                'market_based': {total.format("scope_2_market")}
            }} AS "carbon_footprint_total_kgCO2e",
            {GCP_MODEL} AS carbon_model_version
        FROM gcp_carbon WHERE month = {literal(month)} ORDER BY account_id, service
    """
    path = f"carbon/gcp/{month:%Y-%m}.parquet"
    demo.copy("gcp_carbon", path, select, "FORMAT parquet")
    demo.step(f"Google Cloud carbon {month:%Y-%m}", [path], "gcp_carbon", _published(month))


def _azure(demo: Demo, month: date) -> None:
    """One report per scope, as the API is asked; its items say month and scope because we asked for them."""
    paths = []
    for scope, column in (("Scope1", "scope_1"), ("Scope2", "scope_2_market"), ("Scope3", "scope_3")):
        record = f"""{{
            'dataType': 'ResourceGroupItemDetailsData',
            'itemName': group_name, 'categoryType': 'ResourceGroup',
            'latestMonthEmissions': to_double({column}), 'previousMonthEmissions': to_double(before),
            'subscriptionId': account_id, 'resourceGroup': group_name,
            'reportMonth': '{month:%Y-%m-%d}', 'emissionScope': '{scope}'
        }}"""
        select = f"""
            WITH groups AS (
                SELECT
                    *, 'rg-' || lower(replace(service, ' ', '-')) AS group_name,
                    coalesce(lag({column}) OVER by_month, 0) AS before
                FROM azure_carbon
                WINDOW by_month AS (PARTITION BY account_id, service ORDER BY month)
            )
            SELECT list({record} ORDER BY account_id, service) AS value, '' AS "skipToken"
            FROM groups WHERE month = {literal(month)}
        """
        paths.append(f"carbon/azure/{month:%Y-%m}/{scope.lower()}.json")
        rows = demo.value(f"SELECT count(*) FROM azure_carbon WHERE month = {literal(month)}")
        demo.copy("azure_carbon", paths[-1], select, "FORMAT json", rows=rows)
    folder = f"carbon/azure/{month:%Y-%m}"
    demo.step(f"Azure carbon {month:%Y-%m}", [folder], "azure_carbon", _published(month))
