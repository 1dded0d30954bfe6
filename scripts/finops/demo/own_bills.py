"""Bills without an export, prepaid credit, and the costs of the company's own cluster and people.

A GPU cloud, a coding tool's yearly licence, a card line of a vendor whose own report is landed too, and a
speech vendor that is paid ahead. Nothing of it is in another export but the card line, which is planted.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from finops.demo.engine import Demo, literal, plain
from finops.demo.story import (
    AWS_PAYER,
    AZURE_BILLING_PROFILE,
    AZURE_EA_ENROLMENT,
    CARD_LINE_AMOUNT,
    CODING_TOOL,
    EXPIRED_CREDIT,
    GCP_BILLING_ACCOUNT,
    GCP_LAB_BILLING_ACCOUNT,
    GPU_CLOUD,
    ISSUERS,
    OCI_TENANCY,
    SPEECH_ACCOUNT,
    SPEECH_VENDOR,
    UNEXPLAINED_CREDIT,
    Story,
    next_month,
)

COLUMNS = {
    "vendor_costs": (
        "vendor", "invoice_id", "invoice_date", "service_start", "service_end", "amount", "tax", "currency",
        "description", "quantity", "unit", "owner", "product", "cost_class", "legal_entity", "service",
        "service_category", "billing_account_id", "channel", "note",
    ),
    "asset_costs": (
        "cluster", "cost_kind", "period_start", "period_end", "amount", "currency", "asset_id", "quantity",
        "unit", "owner", "product", "cost_class", "legal_entity", "note",
    ),
    "labour_costs": (
        "team", "role", "period_start", "period_end", "amount", "currency", "hours", "product", "cost_class",
        "legal_entity", "note",
    ),
    "billing_accounts": (
        "provider_name", "billing_account_id", "payment_terms", "legal_entity", "currency", "valid_from",
        "valid_to", "note",
    ),
    "prepaid_movements": (
        "provider_name", "billing_account_id", "movement_date", "movement", "amount", "tax", "currency",
        "invoice_id", "note",
    ),
}  # fmt: skip
# Provider, account that pays, terms, legal entity that pays it, currency. Reports of model vendors name none.
BILLING_ACCOUNTS = (
    (SPEECH_VENDOR, SPEECH_ACCOUNT, "prepaid", "tessaline-inc", "USD"),
    (ISSUERS["aws"], AWS_PAYER, "invoiced", "tessaline-inc", "USD"),
    (ISSUERS["azure"], AZURE_BILLING_PROFILE, "invoiced", "tessaline-gmbh", "EUR"),
    (ISSUERS["azure_ea"], AZURE_EA_ENROLMENT, "invoiced", "tessaline-inc", "USD"),
    (ISSUERS["gcp"], GCP_BILLING_ACCOUNT, "invoiced", "tessaline-inc", "USD"),
    (ISSUERS["gcp"], GCP_LAB_BILLING_ACCOUNT, "invoiced", "tessaline-inc", "USD"),
    (ISSUERS["oci"], OCI_TENANCY, "invoiced", "tessaline-inc", "USD"),
)
OWN_CLUSTER = "hall-1"
OWN_NODE = "gpu-node-01"
GPU_HOUR = Decimal("2.49")
GPUS = 8
LICENCE = Decimal("9600.01")
OPENING_CREDIT = Decimal("150")
TOP_UP = Decimal("400")


def write(demo: Demo) -> None:
    """Write the lists and note what accounts payable was sent for them."""
    story = demo.story
    bills = list(_bills(story))
    _list(demo, "vendor_costs", bills)
    _list(demo, "asset_costs", list(_assets(story)))
    _list(demo, "labour_costs", list(_labour(story)))
    accounts = [
        (provider, account, terms, entity, currency, None, None, None)
        for provider, account, terms, entity, currency in BILLING_ACCOUNTS
    ]
    _list(demo, "billing_accounts", accounts)
    movements = list(_movements(story))
    _list(demo, "prepaid_movements", movements)
    invoiced = [
        (bill[0], bill[1], bill[17], bill[2], bill[5], bill[6] or Decimal(0)) for bill in bills if bill[1]
    ]
    bought = [(one[0], one[7], one[1], one[2], one[4], one[5]) for one in movements if one[3] == "bought"]
    for issuer, number, paying, day, amount, tax in (*_added_up(invoiced), *bought):
        demo.note_invoice(
            "own_bills",
            issuer,
            f"SELECT {literal(number)}, {literal(paying)}, {literal(day.replace(day=1))}, 'USD',"
            f" {plain(amount + tax)}, {plain(tax)}",
        )


def usage_of(story: Story, month: date) -> Decimal:
    """What the speech vendor's credit pays for in a month: whole cents that differ from month to month."""
    number = story.months.index(month)
    return Decimal("171.37") + 23 * number


def _last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def _bills(story: Story) -> Iterator[tuple]:
    def bill(
        vendor: str,
        number: str | None,
        dated: date,
        period: tuple[date, date],
        amount: Decimal,
        **said: object,
    ) -> tuple:
        names = COLUMNS["vendor_costs"]
        row = {
            "vendor": vendor,
            "invoice_id": number,
            "invoice_date": dated,
            "service_start": period[0],
            "service_end": period[1],
            "amount": amount,
            "currency": "USD",
            "channel": "invoice",
            "legal_entity": "tessaline-inc",
            **said,
        }
        return tuple(row.get(name) for name in names)

    first = story.months[0].replace(day=15)
    yield bill(
        CODING_TOOL,
        f"PM-{first:%Y}-0118",
        first,
        (first, first.replace(year=first.year + 1) - timedelta(days=1)),
        LICENCE,
        tax=Decimal("1824.00"),
        description="40 seats for a year",
        quantity=40,
        unit="Seats",
        owner="platform",
        cost_class="internal",
        service="Penmark for teams",
        service_category="Developer Tools",
    )
    for month in story.closed[-2:]:
        last = _last_day(month)
        hours = GPUS * 24 * last.day
        said = {
            "owner": "research",
            "cost_class": "research",
            "service": "GPU cloud",
            "service_category": "Compute",
        }
        number = f"NF-{month:%Y%m}"
        yield bill(
            GPU_CLOUD,
            number,
            last,
            (month, last),
            hours * GPU_HOUR,
            tax=Decimal(0),
            unit="GPU-Hours",
            description="8 x H100, on demand",
            quantity=hours,
            **said,
        )
        outage = month.replace(day=12)
        yield bill(
            GPU_CLOUD,
            number,
            last,
            (outage, outage),
            Decimal("-59.76"),
            tax=Decimal(0),
            description="outage of three hours",
            note="credit",
            **said,
        )
    for month in story.closed:
        last = _last_day(month)
        yield bill(
            SPEECH_VENDOR,
            None,
            last,
            (month, last),
            usage_of(story, month),
            description="speech minutes",
            quantity=usage_of(story, month) * 100,
            unit="Minutes",
            owner="assist",
            product="helpdesk-copilot",
            cost_class="cost_of_revenue",
            service="Speech",
            service_category="AI and Machine Learning",
            billing_account_id=SPEECH_ACCOUNT,
            note="drawn from credit",
        )
    month = story.card_line_month
    paid = month.replace(day=21)
    yield bill(
        ISSUERS["openai"],
        None,
        paid,
        (paid, paid),
        CARD_LINE_AMOUNT,
        description="OPENAI *API CREDIT",
        service_category="AI and Machine Learning",
        channel="card",
        note="card of the assist team",
    )


def _assets(story: Story) -> Iterator[tuple]:
    for number, month in enumerate(story.closed):
        last = _last_day(month)
        said = ("platform", None, "research", "tessaline-inc", None)
        yield (
            OWN_CLUSTER,
            "depreciation",
            month,
            last,
            Decimal("8400"),
            "USD",
            OWN_NODE,
            None,
            None,
            *said,
        )
        yield (OWN_CLUSTER, "colocation", month, last, Decimal("1500"), "USD", None, None, None, *said)
        energy = 9000 + 130 * number
        yield (
            OWN_CLUSTER,
            "power",
            month,
            last,
            energy * Decimal("0.1375"),
            "USD",
            None,
            energy,
            "kWh",
            *said,
        )
    first, last = story.closed[0], _last_day(story.closed[-1])
    yield (
        OWN_CLUSTER,
        "support",
        first,
        last,
        Decimal("4999.99"),
        "USD",
        None,
        None,
        None,
        "platform",
        None,
        "research",
        "tessaline-inc",
        "one bill for the whole time",
    )


def _labour(story: Story) -> Iterator[tuple]:
    for month in story.closed:
        last = _last_day(month)
        yield (
            "platform",
            "ML engineer",
            month,
            last,
            Decimal("18400"),
            "USD",
            320,
            None,
            "internal",
            "tessaline-inc",
            None,
        )
        yield (
            "search",
            "annotator",
            month,
            last,
            Decimal("5200.50"),
            "USD",
            210,
            "manual-search",
            "research",
            "tessaline-inc",
            None,
        )


def _movements(story: Story) -> Iterator[tuple]:
    """Credit is bought every second month; the last stated balance is less than the movements come to."""

    def movement(day: date, kind: str, amount: Decimal, number: str | None = None) -> tuple:
        tax = Decimal(0) if kind == "bought" else None
        return (SPEECH_VENDOR, SPEECH_ACCOUNT, day, kind, amount, tax, "USD", number, None)

    balance = OPENING_CREDIT
    yield movement(story.months[0], "opening", OPENING_CREDIT)
    for number, month in enumerate(story.closed):
        if number % 2 == 0:
            yield movement(month.replace(day=3), "bought", TOP_UP, f"ML-RCPT-{month:%y%m}")
            balance += TOP_UP
        if month == story.closed[-1]:
            yield movement(month.replace(day=20), "expired", EXPIRED_CREDIT)
            balance -= EXPIRED_CREDIT
        balance -= usage_of(story, month)
        stated = balance - (UNEXPLAINED_CREDIT if month == story.closed[-1] else 0)
        yield movement(_last_day(month), "closing", stated)


def _added_up(bills: list[tuple]) -> list[tuple]:
    """One row per invoice: amounts and taxes of its lines added up."""
    totals: dict[tuple, list[Decimal]] = {}
    for vendor, number, paying, day, amount, tax in bills:
        sums = totals.setdefault((vendor, number, paying, day), [Decimal(0), Decimal(0)])
        sums[0] += amount
        sums[1] += tax
    return [(*key, *sums) for key, sums in totals.items()]


def _list(demo: Demo, name: str, rows: list[tuple]) -> None:
    columns = ", ".join(f"{column} VARCHAR" for column in COLUMNS[name])
    texts = [tuple(_text(value) for value in row) for row in rows]
    demo.table(f"template_{name}", columns, texts)
    is_billed = name == "vendor_costs"
    demo.copy(
        name,
        f"organisation/{name}.csv",
        f"SELECT * FROM template_{name}",
        "FORMAT csv, HEADER",
        billed=f"SELECT sum(amount::DECIMAL(38, 12)) FROM template_{name}" if is_billed else None,
    )
    demo.step(f"Organisation: {name.replace('_', ' ')}", [f"organisation/{name}.csv"], name)


def _text(value: object) -> str | None:
    if isinstance(value, Decimal):
        return plain(value)
    return None if value is None else str(value)
