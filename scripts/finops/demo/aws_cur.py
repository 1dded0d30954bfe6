"""AWS: the Cost and Usage Report 2.0, Parquet with MAP columns, a folder per billing period and delivery."""

from datetime import date, datetime, timedelta

from finops.demo.columns import AWS_CUR, select_list
from finops.demo.engine import Demo, literal
from finops.demo.story import AWS_ACCOUNTS, AWS_ENTITY, AWS_PAYER, COMPANY, PRODUCTS, next_month

TIMES = {
    "bill_billing_period_start_date", "bill_billing_period_end_date", "line_item_usage_start_date",
    "line_item_usage_end_date",
}  # fmt: skip
MAPS = {"discount": "MAP(VARCHAR, DOUBLE)"}
DOUBLES = {
    name: "DOUBLE"
    for name in AWS_CUR
    if name.endswith(
        ("_cost", "_fee", "_discount", "_usage", "_quantity", "_factor", "_ratio", "_fee_for_usage")
    )
    or "fee_for_billing_period" in name
    or "commitment" in name
}


def write_month(demo: Demo, month: date) -> None:
    """Write the deliveries of a month out of `aws_lines`: the last closed month open and then final."""
    after = next_month(month)
    if month not in demo.story.closed:
        delivered_at = datetime.combine(demo.story.last_day, datetime.min.time()) + timedelta(days=1, hours=4)
        _write(demo, month, "open", delivered_at, is_final=False)
        return
    if month == demo.story.closed[-1]:
        _write(demo, month, "open", datetime(after.year, after.month, 1, 4), is_final=False)
    _write(demo, month, "final", datetime(after.year, after.month, 6, 4), is_final=True)


def _write(demo: Demo, month: date, delivery: str, delivered_at: datetime, *, is_final: bool) -> None:
    where = "true" if is_final or month not in demo.story.closed else "NOT is_late"
    period = f"aws_cur/{delivery}/BILLING_PERIOD={month:%Y-%m}"
    demo.copy(
        "aws_cur",
        f"{period}/tessaline-cur-00001.snappy.parquet",
        _select(month, where, is_final=is_final),
        "FORMAT parquet, COMPRESSION snappy",
        billed=f"SELECT sum(cost) FROM aws_lines WHERE {where}",
    )
    demo.step(f"AWS {month:%Y-%m}, {delivery}", [period], "aws_cur", delivered_at)


def _select(month: date, where: str, *, is_final: bool) -> str:
    names = " ".join(f"WHEN {literal(number)} THEN {literal(name)}" for number, name in AWS_ACCOUNTS.items())
    products = " ".join(f"WHEN {literal(team)} THEN {literal(product)}" for team, product in PRODUCTS.items())
    is_usage = "line_type IN ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation')"
    is_plan = "line_type LIKE 'SavingsPlan%'"
    is_reserved = "line_type IN ('DiscountedUsage', 'RIFee')"
    no_tags = "MAP([]::VARCHAR[], []::VARCHAR[])"
    plan = f"'arn:aws:savingsplans::{AWS_PAYER}:savingsplan/2f6b7a10-5c1d-4d2e-9a77-3b0c1d2e4f50'"
    reservation = (
        "'arn:aws:ec2:us-east-1:' || account_id || ':reserved-instances/7e2a9f04-1b3c-4d5e-' || template_id"
    )
    is_bedrock = "kind = 'bedrock' AND line_type = 'Usage'"
    is_machine = f"instance_type IS NOT NULL AND {is_usage}"
    filled = {
        "bill_bill_type": "CASE line_type WHEN 'Refund' THEN 'Refund' ELSE 'Anniversary' END",
        "bill_billing_entity": "billing_entity",
        "bill_billing_period_start_date": f"{literal(month)}::TIMESTAMP",
        "bill_billing_period_end_date": f"{literal(next_month(month))}::TIMESTAMP",
        "bill_invoice_id": "invoice_id" if is_final else "NULL::VARCHAR",
        "bill_invoicing_entity": literal(AWS_ENTITY),
        "bill_payer_account_id": literal(AWS_PAYER),
        "bill_payer_account_name": literal(f"{COMPANY} payer"),
        "cost_category": f"CASE WHEN team = 'research' AND {is_usage} THEN MAP {{'cost_center': 'CC-RND'}}"
        f" ELSE {no_tags} END",
        "discount": "MAP([]::VARCHAR[], []::DOUBLE[])",
        "identity_line_item_id": "hexed(concat_ws('|', line_type, resource, template_id, account_id, starts),"
        f" {literal(f'{is_final}')})",
        "identity_time_interval": "iso(starts) || '/' || iso(ends)",
        "line_item_availability_zone": f"CASE WHEN {is_machine} THEN 'us-east-1a' END",
        "line_item_blended_cost": "to_double(cost)",
        "line_item_blended_rate": "plain(rate)",
        "line_item_currency_code": "'USD'",
        "line_item_legal_entity": "legal_entity",
        "line_item_line_item_description": "line_description",
        "line_item_line_item_type": "line_type",
        "line_item_operation": f"CASE WHEN {is_usage} OR line_type = 'RIFee' THEN operation END",
        "line_item_product_code": "CASE line_type WHEN 'SavingsPlanRecurringFee' THEN 'ComputeSavingsPlans'"
        " ELSE product_code END",
        "line_item_resource_id": f"""CASE
            WHEN NOT ({is_usage}) OR line_type = 'SavingsPlanNegation' THEN NULL
            WHEN kind = 'bedrock' THEN 'arn:aws:bedrock:us-east-1:' || account_id
                || ':application-inference-profile/' || substr(hexed(resource, 'profile'), 1, 12)
            WHEN product_code = 'AmazonS3' THEN 'tessaline-' || team || '-' || resource
            WHEN family = 'Storage' THEN 'vol-0' || substr(hexed(resource, 'volume'), 1, 16)
            ELSE 'i-0' || substr(hexed(resource, 'instance'), 1, 16) END""",
        "line_item_tax_type": "CASE line_type WHEN 'Tax' THEN 'USSalesTax' END",
        "line_item_unblended_cost": "to_double(cost)",
        "line_item_unblended_rate": "plain(rate)",
        "line_item_usage_account_id": "account_id",
        "line_item_usage_account_name": f"CASE account_id {names} END",
        "line_item_usage_amount": "to_double(quantity)",
        "line_item_usage_start_date": "starts",
        "line_item_usage_end_date": "ends",
        "line_item_usage_type": "CASE WHEN line_type = 'SavingsPlanRecurringFee'"
        " THEN 'ComputeSP:3yrNoUpfront' WHEN line_type = 'RIFee' THEN 'HeavyUsage:' || instance_type"
        f" WHEN {is_usage} THEN usage_type END",
        "line_item_iam_principal": f"""CASE WHEN {is_bedrock} THEN 'arn:aws:sts::' || account_id
            || ':assumed-role/' || team || '-app/' || substr(hexed(resource, 'session'), 1, 8) END""",
        "pricing_currency": "'USD'",
        "pricing_public_on_demand_cost": f"CASE WHEN {is_usage} THEN to_double(list_cost) END",
        "pricing_public_on_demand_rate": f"CASE WHEN {is_usage} THEN plain(price) END",
        "pricing_rate_code": f"""CASE WHEN {is_usage}
            THEN upper(substr(hexed(usage_type, 'sku'), 1, 16)) || '.JRTCKXETXF.6YS6EN2CT7' END""",
        "pricing_rate_id": f"CASE WHEN {is_usage} THEN (hash(usage_type) % 100000000)::VARCHAR END",
        "pricing_term": f"CASE WHEN {is_reserved} THEN 'Reserved' WHEN {is_usage} THEN 'OnDemand' END",
        "pricing_unit": f"CASE WHEN {is_usage} OR line_type = 'RIFee' THEN unit"
        " WHEN line_type = 'SavingsPlanRecurringFee' THEN 'Hrs' END",
        "product": f"CASE WHEN line_type = 'SavingsPlanRecurringFee'"
        " THEN MAP {'product_name': 'Savings Plans for AWS Compute usage', 'region': 'global'}"
        f" WHEN {is_usage} AND instance_type IS NOT NULL THEN MAP {{'product_name': product_name,"
        " 'region': 'us-east-1', 'operating_system': 'Linux', 'tenancy': 'Shared'}"
        " ELSE MAP {'product_name': product_name, 'region': 'us-east-1'} END",
        "product_instance_type": f"CASE WHEN {is_usage} THEN instance_type END",
        "product_location": f"CASE WHEN {is_usage} THEN 'US East (N. Virginia)' END",
        "product_location_type": f"CASE WHEN {is_usage} THEN 'AWS Region' END",
        "product_operation": f"CASE WHEN {is_usage} THEN operation END",
        "product_product_family": "family",
        "product_region_code": f"CASE WHEN {is_usage} THEN 'us-east-1' END",
        "product_servicecode": "product_code",
        "product_sku": "CASE WHEN line_type = 'SavingsPlanRecurringFee' THEN 'TSRBCOMPUTESP3NU'"
        " WHEN line_type NOT IN ('Tax', 'Credit', 'Refund')"
        " THEN upper(substr(hexed(usage_type, 'sku'), 1, 16)) END",
        "product_usagetype": f"CASE WHEN {is_usage} THEN usage_type END",
        "reservation_effective_cost": "to_double(reserved_effective)",
        "reservation_reservation_a_r_n": f"CASE WHEN {is_reserved} THEN {reservation} END",
        "reservation_unused_amortized_upfront_fee_for_billing_period": (
            "CASE line_type WHEN 'RIFee' THEN 0 END::DOUBLE"
        ),
        "reservation_unused_quantity": "to_double(unused_quantity)",
        "reservation_unused_recurring_fee": "to_double(unused_fee)",
        "resource_tags": f"""CASE
            WHEN NOT ({is_usage}) OR line_type = 'SavingsPlanNegation' OR team IS NULL
                OR dice(resource, 'untagged') < 0.18 THEN {no_tags}
            WHEN team = 'research' OR team = 'platform' THEN MAP {{'user_team': team,
            'user_environment': 'prod'}}
            ELSE MAP {{
                'user_team': team, 'user_product': CASE team {products} END,
                'user_environment': CASE WHEN dice(resource, 'test') < 0.15 THEN 'test' ELSE 'prod' END
            }} END""",
        "savings_plan_offering_type": f"CASE WHEN {is_plan} THEN 'ComputeSavingsPlans' END",
        "savings_plan_payment_option": f"CASE WHEN {is_plan} THEN 'No Upfront' END",
        "savings_plan_purchase_term": f"CASE WHEN {is_plan} THEN '3yr' END",
        "savings_plan_recurring_commitment_for_billing_period": "to_double(plan_commitment)",
        "savings_plan_savings_plan_a_r_n": f"CASE WHEN {is_plan} THEN {plan} END",
        "savings_plan_savings_plan_effective_cost": "to_double(plan_effective)",
        "savings_plan_savings_plan_rate": "CASE line_type WHEN 'SavingsPlanCoveredUsage'"
        " THEN plain(commitment_price) END",
        "savings_plan_total_commitment_to_date": "to_double(plan_commitment)",
        "savings_plan_used_commitment": "to_double(plan_used)",
        "tags": f"CASE WHEN {is_bedrock} THEN MAP {{'iamPrincipal/department': team}} ELSE {no_tags} END",
    }
    blank = DOUBLES | dict.fromkeys(TIMES, "TIMESTAMP") | MAPS
    return f"""
        WITH lines AS (
            SELECT
                aws_templates.* EXCLUDE (account_id, description), aws_lines.* EXCLUDE (template_id,
                description),
                aws_lines.description AS line_description
            FROM aws_lines INNER JOIN aws_templates USING (template_id)
            WHERE {where}
        )
        SELECT {select_list(AWS_CUR, filled, blank)}
        FROM lines
        ORDER BY starts, template_id, resource, line_type, account_id
    """
