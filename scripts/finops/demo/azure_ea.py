"""Azure of an acquired company: actual and amortized cost details of an agreement of its own, in dollars.

It runs one Azure OpenAI account: tokens, and provisioned throughput of which ten units are reserved. The
enrolment is in no FOCUS export.
"""

from datetime import date, datetime, timedelta

from finops.demo.columns import AZURE_COST_DETAILS, select_list
from finops.demo.engine import Demo, literal
from finops.demo.story import AZURE_EA_ENROLMENT, AZURE_EA_SUBSCRIPTION, ISSUERS, next_month

ORDER = "/providers/Microsoft.Capacity/reservationOrders/77c2d1e0-41b7-4d55-9b0e-3f6a5c0d9e12"
RESERVED_UNITS, RESERVED_PRICE, HOURLY_PRICE = 10, "0.302", "1"
# Meter, unit, price, blocks a day.
TOKENS = (
    ("gpt 4.1 Inp glbl Tokens", "1K", "0.002", 41000),
    ("gpt 4.1 cached Inp glbl Tokens", "1K", "0.0005", 18000),
    ("gpt 4.1 Outp glbl Tokens", "1K", "0.008", 3900),
    ("GPT 5 Mini Batch Inpt Glbl 1M Tokens", "1M", "0.125", 64),
    ("GPT 5 Mini Batch outpt Glbl 1M Tokens", "1M", "1", 7),
)


def make(demo: Demo) -> None:
    """Create the meters."""
    demo.table("ea_tokens", "meter VARCHAR, unit VARCHAR, price DECIMAL(8, 5), blocks INTEGER", TOKENS)


def write_month(demo: Demo, month: date) -> None:
    """Write both exports of a month and add up its invoice, which is what actual cost says."""
    first, last = demo.story.days_of(month)
    _charges(demo, month, first, last)
    end = next_month(month) - timedelta(days=1)
    runs = []
    for dataset in ("actual", "amortized"):
        run = f"azure_ea/{dataset}cost/{month:%Y%m%d}-{end:%Y%m%d}"
        runs.append(run)
        shown = f"FROM ea_charges WHERE {dataset}_cost IS NOT NULL"
        demo.copy(
            "azure_cost",
            f"{run}/part_0_0001.csv.gz",
            f"{_select(month, dataset)} {shown} ORDER BY day, charge, meter",
            "FORMAT csv, HEADER",
            billed=f"SELECT sum({dataset}_cost) {shown}",
        )
    is_closed = month in demo.story.closed
    delivered_at = datetime.combine(end if is_closed else last, datetime.min.time()) + timedelta(
        days=5 if is_closed else 1, hours=9
    )
    demo.step(f"Azure enterprise agreement {month:%Y-%m}", runs, "azure_cost", delivered_at)
    account = f"/providers/Microsoft.Billing/billingAccounts/{AZURE_EA_ENROLMENT}"
    demo.note_invoice(
        "azure_ea",
        ISSUERS["azure_ea"],
        f"""
        SELECT NULL::VARCHAR, {literal(account)}, {literal(month)}, 'USD', sum(actual_cost), 0 FROM ea_charges
        """,
    )


def _charges(demo: Demo, month: date, first: date, last: date) -> None:
    """Charges of a month with what each dataset says of them: NULL where it does not have the charge."""
    days = (next_month(month) - month).days
    hours = 24 * RESERVED_UNITS
    demo.run(f"""
        CREATE OR REPLACE TABLE ea_charges AS
        WITH month_days AS (
            SELECT day FROM days WHERE day BETWEEN {literal(first)} AND {literal(last)}
        ),
        tokens AS (
            SELECT day, 'Usage' AS charge, 'OnDemand' AS model, meter, unit, price,
                (blocks * growth(0.05, day) * weekday_share(day)
                    * between_dice(0.8, 1.2, hash(day, meter), 'ea'))::DECIMAL(18, 3) AS quantity
            FROM month_days CROSS JOIN ea_tokens
        ),
        -- The deployment is taken down for some hours on the first Sunday: reserved hours go unused.
        reserved AS (
            SELECT day, CASE WHEN isodow(day) = 7 AND day(day) <= 7 THEN {hours - 60} ELSE {hours} END AS used
            FROM month_days
        )
        SELECT *, (quantity * price)::DECIMAL(28, 12) AS actual_cost,
            (quantity * price)::DECIMAL(28, 12) AS amortized_cost
        FROM tokens
        UNION ALL
        SELECT day, 'Usage', 'OnDemand', 'Provisioned Managed Global Unit', '1 Hour', {HOURLY_PRICE}, 120,
            120 * {HOURLY_PRICE}, 120 * {HOURLY_PRICE}
        FROM month_days
        UNION ALL
        SELECT day, 'Usage', 'Reservation', 'Provisioned Managed Global Unit', '1 Hour', {RESERVED_PRICE},
            used, 0, used * {RESERVED_PRICE}
        FROM reserved
        UNION ALL
        SELECT day, 'UnusedReservation', 'Reservation', 'Provisioned Managed Global Unit', '1 Hour',
            {RESERVED_PRICE}, {hours} - used, NULL, ({hours} - used) * {RESERVED_PRICE}
        FROM reserved WHERE used < {hours}
        UNION ALL
        SELECT {literal(month)}, 'Purchase', 'Reservation', 'Provisioned Managed Global Unit', '1 Hour',
            {hours * days} * {RESERVED_PRICE} / {RESERVED_UNITS}, {RESERVED_UNITS},
            {hours * days} * {RESERVED_PRICE}, NULL
    """)


def _select(month: date, dataset: str) -> str:
    is_reserved = "model = 'Reservation'"
    is_of_order = "charge IN ('Purchase', 'UnusedReservation')"
    subscription = f"/subscriptions/{AZURE_EA_SUBSCRIPTION}"
    resource = (
        f"{subscription}/resourceGroups/RG-Vision/providers/Microsoft.CognitiveServices/accounts/aoai-Vision"
    )
    is_covered = f"{is_reserved} AND charge = 'Usage'"
    price = "price" if dataset == "amortized" else f"CASE WHEN {is_covered} THEN 0 ELSE price END"
    filled = {
        "BillingAccountId": literal(AZURE_EA_ENROLMENT),
        "BillingAccountName": "'Tessaline Vision'",
        "BillingPeriodStartDate": literal(f"{month:%m/%d/%Y}"),
        "BillingPeriodEndDate": literal(f"{next_month(month) - timedelta(days=1):%m/%d/%Y}"),
        "BillingProfileId": literal(AZURE_EA_ENROLMENT),
        "BillingProfileName": "'Tessaline Vision'",
        "AccountName": "'Vision'",
        "SubscriptionId": literal(AZURE_EA_SUBSCRIPTION),
        "SubscriptionName": "'vision-prod'",
        "Date": "strftime(day, '%m/%d/%Y')",
        "Product": "'Azure OpenAI - ' || meter",
        "PartNumber": "'AAH-' || substr(hexed(meter, 'part'), 1, 5)",
        "MeterId": "substr(hexed(meter, 'meter'), 1, 8) || '-0000-4000-8000-'"
        " || substr(hexed(meter, 'id'), 1, 12)",
        "ServiceFamily": "'AI + Machine Learning'",
        "MeterCategory": "'Cognitive Services'",
        "MeterSubCategory": "'Azure OpenAI'",
        "MeterRegion": "'US East 2'",
        "MeterName": "meter",
        "Quantity": "plain(quantity)",
        "EffectivePrice": f"plain({price})",
        "Cost": f"plain({dataset}_cost)",
        "UnitPrice": f"plain(CASE WHEN {is_covered} THEN {HOURLY_PRICE} ELSE price END)",
        "BillingCurrency": "'USD'",
        "ResourceLocation": "'EastUS2'",
        "ConsumedService": f"CASE WHEN {is_of_order} THEN 'Microsoft.Capacity'"
        " ELSE 'Microsoft.CognitiveServices' END",
        "ResourceId": f"CASE WHEN {is_of_order} THEN {literal(ORDER)} ELSE {literal(resource)} END",
        "ResourceName": f"CASE WHEN NOT {is_of_order} THEN 'aoai-Vision' END",
        "Tags": f"""CASE WHEN NOT {is_of_order} THEN
            '"Team": "perception","Environment": "prod"' END""",
        "InvoiceSection": "'Vision'",
        "CostCenter": "'CC-VIS'",
        "UnitOfMeasure": "unit",
        "ResourceGroup": f"CASE WHEN NOT {is_of_order} THEN 'RG-Vision' END",
        "ReservationId": f"CASE WHEN {is_reserved} THEN {literal(ORDER.rsplit('/', 1)[1])} END",
        "ReservationName": f"CASE WHEN {is_reserved} THEN 'vision-ptu' END",
        "ProductOrderId": f"CASE WHEN {is_reserved} THEN {literal(ORDER.rsplit('/', 1)[1])} END",
        "ProductOrderName": f"CASE WHEN {is_reserved} THEN"
        " 'Azure OpenAI, Provisioned Managed Global, 1 Year' END",
        "OfferId": "'MS-AZR-0017P'",
        "IsAzureCreditEligible": "'True'",
        "Term": f"CASE WHEN {is_reserved} THEN '12' END",
        "ChargeType": "charge",
        "Frequency": "CASE charge WHEN 'Purchase' THEN 'Recurring' ELSE 'UsageBased' END",
        "PublisherType": "'Azure'",
        "PayGPrice": f"plain(CASE WHEN charge = 'Purchase' THEN 0"
        f" WHEN {is_reserved} THEN {HOURLY_PRICE} ELSE price END)",
        "PricingModel": "model",
        "benefitId": f"CASE WHEN {is_reserved} THEN {literal(ORDER)} || '/reservations/'"
        " || CASE WHEN charge = 'Purchase' THEN '' ELSE '1' END END",
        "benefitName": f"CASE WHEN {is_reserved} THEN 'vision-ptu' END",
    }
    return f"SELECT {select_list(AZURE_COST_DETAILS, filled)}"
