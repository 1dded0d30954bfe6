"""AWS: the line items of a month, with commitments, credits, a refund and tax, as rows of exact decimals.

Table `aws_lines` holds one month at a time; aws_cur writes it in the columns of the Cost and Usage Report.
"""

from datetime import date

from finops.demo import aws_catalog
from finops.demo.engine import Demo, literal
from finops.demo.story import (
    AWS_PAYER,
    CREDIT_AMOUNT,
    ISSUERS,
    REFUND_AMOUNT,
    next_month,
    vendor_invoice_id,
)

LINES = """
    line_type VARCHAR, template_id INTEGER, resource BIGINT, account_id VARCHAR, starts TIMESTAMP,
    ends TIMESTAMP,
    quantity DECIMAL(20, 4), rate DECIMAL(14, 8), cost DECIMAL(38, 12), list_cost DECIMAL(38, 12),
    plan_effective DECIMAL(38, 12), plan_commitment DECIMAL(38, 12), plan_used DECIMAL(38, 12),
    reserved_effective DECIMAL(38, 12), unused_fee DECIMAL(38, 12), unused_quantity DECIMAL(20, 4),
    description VARCHAR, invoice_id VARCHAR, is_late BOOLEAN
"""
TAX_RATE = "0.0625"


def make(demo: Demo) -> None:
    """Create the resources: they live through all months."""
    demo.table("aws_templates", aws_catalog.COLUMNS, aws_catalog.templates())
    demo.resources("aws_resources", "aws_templates")


def make_month(demo: Demo, month: date) -> None:
    """Create `aws_lines` of a month as its last delivery has it, and add up its invoices."""
    demo.run(f"CREATE OR REPLACE TABLE aws_lines ({LINES})")
    start, end = demo.story.days_of(month)
    _usage(demo, start, end)
    _plan_fees(demo)
    _reservation_fees(demo, start, end)
    _credits(demo, month)
    if month in demo.story.closed:
        _tax(demo, month)
        marketplace = literal(vendor_invoice_id("aws_marketplace", month))
        demo.run(f"""
            UPDATE aws_lines SET invoice_id = {marketplace}
            FROM aws_templates
            WHERE aws_lines.template_id = aws_templates.template_id AND billing_entity = 'AWS Marketplace'
        """)
        demo.run(f"""
            UPDATE aws_lines SET invoice_id = {
            literal(vendor_invoice_id("aws", month))
        } WHERE invoice_id IS NULL
        """)
    demo.note_invoice(
        "aws",
        ISSUERS["aws"],
        f"""
        SELECT
            invoice_id, {literal(AWS_PAYER)}, {literal(month)}, 'USD', sum(cost),
            coalesce(sum(cost) FILTER (WHERE line_type = 'Tax'), 0)
        FROM aws_lines GROUP BY invoice_id
        """,
    )


def _usage(demo: Demo, start: date, end: date) -> None:
    """A line per resource and day; what a savings plan covers is taken back by a second one."""
    last_days = f"day > {literal(end)}::DATE - 3"
    demo.run(f"""
        INSERT INTO aws_lines
        WITH measured AS (
            SELECT
                templates.*, resource, day,
                least(
                    round(between_dice(low, high, resource, day) * CASE WHEN follows_load
                        THEN weekday_share(day) * growth(0.03, day) ELSE 1 END, 4),
                    CASE WHEN unit = 'Hrs' THEN 24 ELSE 1e9 END
                )::DECIMAL(20, 4) AS quantity
            FROM aws_resources INNER JOIN aws_templates AS templates USING (template_id), days
            WHERE day BETWEEN {literal(start)} AND {literal(end)}
        ),
        lines AS (
            SELECT *, unnest(CASE kind
                WHEN 'covered' THEN ['SavingsPlanCoveredUsage', 'SavingsPlanNegation']
                WHEN 'reserved' THEN ['DiscountedUsage'] ELSE ['Usage'] END) AS line_type
            FROM measured
        )
        SELECT
            line_type, template_id, resource, account_id, day::TIMESTAMP, day::TIMESTAMP + INTERVAL 1 DAY,
            quantity,
            CASE line_type WHEN 'DiscountedUsage' THEN 0 ELSE price END,
            quantity * CASE line_type WHEN 'DiscountedUsage' THEN 0 WHEN 'SavingsPlanNegation'
                THEN -price ELSE price END,
            quantity * CASE line_type WHEN 'SavingsPlanNegation' THEN -price ELSE price END,
            CASE line_type WHEN 'SavingsPlanCoveredUsage' THEN quantity * commitment_price END,
            NULL, NULL,
            CASE line_type WHEN 'DiscountedUsage' THEN quantity * commitment_price END,
            NULL, NULL,
            CASE line_type
                WHEN 'SavingsPlanNegation' THEN 'SavingsPlanNegation used by AccountId : ' || account_id
                WHEN 'DiscountedUsage' THEN instance_type || ' reserved instance applied'
                ELSE description
            END,
            NULL, {last_days} AND kind NOT IN ('covered', 'reserved') AND dice(resource, 'late') < 0.08
        FROM lines
    """)


def _plan_fees(demo: Demo) -> None:
    """The commitment of the savings plan, by day: 24 hours of each covered machine and 8 % more."""
    demo.run("""
        INSERT INTO aws_lines
        SELECT
            'SavingsPlanRecurringFee', aws_lines.template_id, NULL, aws_lines.account_id, starts, ends, 24,
            NULL,
            count(*) * 24 * any_value(commitment_price) * 1.08::DECIMAL(3, 2),
            count(*) * 24 * any_value(commitment_price) * 1.08::DECIMAL(3, 2),
            NULL, count(*) * 24 * any_value(commitment_price) * 1.08::DECIMAL(3, 2), sum(plan_effective),
            NULL, NULL, NULL, '3 year No Upfront Compute Savings Plan', NULL, false
        FROM aws_lines INNER JOIN aws_templates USING (template_id)
        WHERE line_type = 'SavingsPlanCoveredUsage'
        GROUP BY aws_lines.template_id, aws_lines.account_id, starts, ends
    """)


def _reservation_fees(demo: Demo, start: date, end: date) -> None:
    """One fee a month for all hours of the reserved machines, used or not."""
    hours = f"(count(DISTINCT resource) * {24 * ((end - start).days + 1)})"
    demo.run(f"""
        INSERT INTO aws_lines
        SELECT
            'RIFee', aws_lines.template_id, NULL, aws_lines.account_id, {literal(start)}::TIMESTAMP,
            {literal(end)}::TIMESTAMP + INTERVAL 1 DAY, {hours}, any_value(commitment_price),
            {hours} * any_value(commitment_price), {hours} * any_value(commitment_price), NULL, NULL, NULL,
            NULL,
            {hours} * any_value(commitment_price) - sum(reserved_effective), {hours} - sum(quantity),
            'USD ' || plain(any_value(commitment_price)) || ' hourly fee per Linux/UNIX (Amazon VPC), '
            || any_value(instance_type) || ' instance', NULL, false
        FROM aws_lines INNER JOIN aws_templates USING (template_id)
        WHERE line_type = 'DiscountedUsage'
        GROUP BY aws_lines.template_id, aws_lines.account_id
    """)


def _credits(demo: Demo, month: date) -> None:
    """A credit in the first months; a refund for usage of the month before, known at the month's close."""
    period = f"{literal(month)}::TIMESTAMP, {literal(next_month(month))}::TIMESTAMP"
    before = f"{literal(month)}::TIMESTAMP - INTERVAL 12 DAY, {literal(month)}::TIMESTAMP - INTERVAL 11 DAY"
    template = demo.value("SELECT min(template_id) FROM aws_templates WHERE instance_type = 'p5.48xlarge'")
    planted = []
    if month in demo.story.credit_months:
        planted.append(("Credit", period, CREDIT_AMOUNT, "AWS AI startup credits, second tranche", "false"))
    if month == demo.story.refund_month:
        planted.append(("Refund", before, REFUND_AMOUNT, "Refund for impaired p5.48xlarge capacity", "true"))
    for kind, times, amount, description, is_late in planted:
        demo.run(f"""
            INSERT INTO aws_lines
            SELECT
                {literal(kind)}, {template}, NULL, {literal(aws_catalog.RESEARCH)}, {times}, 0, NULL,
                -{amount},
                -{amount}, NULL, NULL, NULL, NULL, NULL, NULL, {literal(description)}, NULL, {is_late}
        """)


def _tax(demo: Demo, month: date) -> None:
    """Sales tax per account and billing entity, to the cent: there when the month is closed."""
    demo.run(f"""
        INSERT INTO aws_lines
        SELECT
            'Tax', min(aws_lines.template_id), NULL, aws_lines.account_id, {literal(month)}::TIMESTAMP,
            {literal(next_month(month))}::TIMESTAMP, 1, NULL,
            round(sum(cost) * {TAX_RATE}::DECIMAL(5, 4), 2), round(sum(cost) * {TAX_RATE}::DECIMAL(5, 4), 2),
            NULL, NULL, NULL, NULL, NULL, NULL,
            'Tax of type US Sales Tax, ' || billing_entity, NULL, true
        FROM aws_lines INNER JOIN aws_templates USING (template_id)
        WHERE line_type NOT IN ('Refund', 'Credit')
        GROUP BY aws_lines.account_id, billing_entity
        HAVING round(sum(cost) * {TAX_RATE}::DECIMAL(5, 4), 2) > 0
    """)
