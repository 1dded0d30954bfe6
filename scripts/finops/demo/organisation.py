"""The organisation's own CSVs: invoices of accounts payable, owners, tag keys, settings, exchange rates."""

from collections.abc import Iterator
from datetime import timedelta

from finops.demo.engine import Demo, literal, plain
from finops.demo.story import (
    EXCHANGE_RATE,
    ISSUERS,
    KEYS,
    OCI_TENANCY,
    OFF_INVOICE_AMOUNT,
    PRODUCTS,
    TEAM_CHANGE_FROM,
    TEAM_CHANGE_KEY,
    TEAM_CHANGE_TO,
    next_month,
    vendor_invoice_id,
)

# Accounts with one owner; the production accounts are shared, there the tags say who.
ACCOUNTS = (
    ("001234567892", "research"),
    ("001234567893", "platform"),
    ("/subscriptions/3f1c6a52-0d3b-4c1e-8f6a-6f1d7f0a1b03", "platform"),
    ("/subscriptions/3f1c6a52-0d3b-4c1e-8f6a-6f1d7f0a1b77", "perception"),
    ("tessaline-fleetview-prod", "fleet"),
    ("tessaline-research-ml", "research"),
    ("ocid1.compartment.oc1..tessalinesim02", "perception"),
)
TAG_KEYS = (
    ("team", "team"), ("Team", "team"), ("tessaline.team", "team"), ("product", "product"), ("Product",
    "product"),
    ("environment", "environment"), ("Environment", "environment"), ("env", "environment"),
    ("tessaline.environment", "environment"), ("cost_category:cost_center", "ignore"),
    ("iam_principal:department", "ignore"),
)  # fmt: skip
# The plan rates of the treasury; the month whose invoice states its own rate has none.
PLAN_RATES = ("1.1710", "1.1585", "1.1630", "1.1695")


def write(demo: Demo) -> None:
    """Write all templates. They are landed last: the data is there when its owners are asked for."""
    _csv(demo, "settings", "setting VARCHAR, value VARCHAR", [("reporting_currency", "USD")])
    _csv(demo, "tag_keys", "tag_key VARCHAR, meaning VARCHAR", TAG_KEYS)
    _csv(
        demo,
        "owners",
        "owner_kind VARCHAR, owner_value VARCHAR, team VARCHAR, product VARCHAR, environment VARCHAR,"
        " customer VARCHAR, valid_from DATE, valid_to DATE, note VARCHAR",
        list(_owners(demo)),
    )
    _csv(
        demo,
        "fx_rates",
        "from_currency VARCHAR, to_currency VARCHAR, rate VARCHAR, valid_from DATE, valid_to DATE,"
        " source VARCHAR",
        [
            (
                "EUR",
                "USD",
                PLAN_RATES[number % len(PLAN_RATES)],
                month,
                next_month(month),
                "treasury month rate",
            )
            for number, month in enumerate(demo.story.months)
            if month != demo.story.exchange_rate_month
        ],
    )
    _invoices(demo)


def _csv(demo: Demo, name: str, columns: str, rows: list[tuple] | tuple) -> None:
    demo.table(f"template_{name}", columns, rows)
    demo.copy(name, f"organisation/{name}.csv", f"SELECT * FROM template_{name}", "FORMAT csv, HEADER")
    demo.step(f"Organisation: {name.replace('_', ' ')}", [f"organisation/{name}.csv"], name)


def _owners(demo: Demo) -> Iterator[tuple]:
    """Keys and projects from the story, accounts of one owner; one key changes its team on a day."""
    changes_on = demo.story.team_change_day
    keys = demo.rows(
        "SELECT DISTINCT key_number, copy, key_id FROM llm_keys WHERE is_named ORDER BY key_number, copy"
    )
    for number, copy, key in keys:
        owner = KEYS[number]
        if not owner.has_owner:
            continue
        details = (PRODUCTS.get(owner.team), owner.environment, None)
        if owner.name == TEAM_CHANGE_KEY and copy == 0:
            yield ("key", key, TEAM_CHANGE_FROM, *details, None, changes_on, "handed over to research")
            yield ("key", key, TEAM_CHANGE_TO, None, owner.environment, None, changes_on, None, None)
        else:
            yield ("key", key, owner.team, *details, None, None, None)
    projects = sorted({(one.vendor, one.project, one.team) for one in KEYS if one.project and one.team})
    for vendor, project, team in projects:
        prefix = "proj_" if vendor == "openai" else "wrkspc_01"
        yield ("project", prefix + project, team, PRODUCTS.get(team), None, None, None, None, None)
    for account, team in ACCOUNTS:
        yield ("project", account, team, PRODUCTS.get(team), None, None, None, None, None)
    yield ("account", OCI_TENANCY, "platform", None, None, None, None, None, "the tenancy is platform's")
    yield ("tag", "cost_category:cost_center=CC-RND", "research", None, None, None, None, None, None)


def _invoices(demo: Demo) -> None:
    """One invoice per issuer, month and currency, equal to the data but for what the story plants."""
    story = demo.story
    off = f"provider = 'anthropic' AND month = {literal(story.off_invoice_month)}"
    rate = f"provider = 'azure' AND month = {literal(story.exchange_rate_month)}"
    numbers = [
        (provider, month, vendor_invoice_id(provider, month))
        for provider in ISSUERS
        for month in story.closed
    ]
    demo.table("invoice_numbers", "provider VARCHAR, month DATE, number VARCHAR", numbers)
    dates = [(month, next_month(month) + timedelta(days=4)) for month in story.closed]
    demo.table("invoice_dates", "month DATE, invoice_date DATE", dates)
    select = f"""
        WITH totals AS (
            SELECT
                *, coalesce(invoice_id, number) AS invoice_number,
                total + CASE WHEN {off} THEN {plain(OFF_INVOICE_AMOUNT)} ELSE 0 END AS invoiced
            FROM invoice_sums
            LEFT JOIN invoice_numbers USING (provider, month)
            INNER JOIN invoice_dates USING (month)
            WHERE total IS NOT NULL
                AND NOT (provider = 'oci' AND month = {literal(story.missing_invoice_month)})
        )
        SELECT
            invoice_number AS invoice_id, issuer AS invoice_issuer_name, billing_account_id,
            strftime(month, '%Y-%m') AS billing_period, invoice_date, currency,
            plain(invoiced - tax) AS amount_before_tax, plain(tax) AS tax_amount,
            plain(invoiced) AS total_amount,
            CASE WHEN {rate} THEN '{EXCHANGE_RATE}' END AS exchange_rate,
            CASE WHEN {rate} THEN 'USD' END AS exchange_currency,
            'net 30' AS payment_terms, NULL AS note
        FROM totals ORDER BY month, issuer, invoice_number
    """
    demo.copy("invoices", "organisation/invoices.csv", select, "FORMAT csv, HEADER")
    demo.step("Organisation: invoices", ["organisation/invoices.csv"], "invoices")
