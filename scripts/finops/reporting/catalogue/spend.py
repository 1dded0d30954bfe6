"""What was spent, and what foots with the invoices."""

from finops.reporting.figure import Figure, columns

# Months of bills; months to come, over which a bill is spread, are left out.
BILLED = """
    select
        coalesce(costs.provider_name, 'unknown') as vendor,
        costs.billing_currency,
        coalesce(slices.billing_period, costs.billing_period) as billing_period,
        coalesce(costs.invoice_issuer_name, costs.provider_name, 'unknown') as issuer,
        costs.source_name,
        costs.delivery_scope,
        costs.charge_id,
        costs.billed_cost,
        costs.billed_cost_reporting
    from core.fct_costs as costs
    left join core.fct_cost_slices as slices on costs.slice_id = slices.slice_id
    where costs.cost_origin = 'provider_bill'
"""
BEHIND_BILLED = (
    f"select *, 'charge' as id_kind, charge_id as id, billed_cost as amount from ({BILLED}) as billed"
)

# Days on which exports that come daily have charges; bills spread over days to come are left out.
DATA_DAY = """(
    select max(days.charge_date)
    from core.fct_day_completeness as days
    left join reference.sources as sources on days.source_name = sources.source_name
    where sources.freshness_hours <= 72
)"""
COMPLETE_DAY = f"""(
    select max(charge_date)
    from (
        select charge_date from unit_economics.rpt_costs_daily
        where charge_date <= {DATA_DAY}
        group by charge_date
        having bool_and(is_complete)
    )
)"""
DAILY_TABLES = ("core.fct_day_completeness", "reference.sources")
# The newest month of which every bill has come.
INVOICED_MONTH = """(
    select max(billing_period)
    from (
        select billing_period from governance.fct_invoice_reconciliation
        group by billing_period
        having not bool_or(cause = 'not_yet_invoiced')
    )
)"""
NO_COSTS = "No costs are built yet: land an export, then run `finops refresh`."

# Final: the data says invoiced, or accounts payable has the invoice.
SPEND = Figure(
    id="spend",
    title="Spend by vendor and month",
    table="core.fct_costs",
    needs=(
        "core.fct_cost_slices",
        "governance.fct_ingestion_health",
        "governance.fct_invoice_reconciliation",
    ),
    rule="Billed cost of vendors' bills, by vendor, currency and month of the bill. Final: the export says"
    " invoiced, or accounts payable has the invoice. Own assets and labour are no vendor's.",
    sql=f"""
with delivered as (
    select source_name, delivery_scope, billing_period, bool_and(is_invoiced) as is_invoiced
    from governance.fct_ingestion_health
    group by source_name, delivery_scope, billing_period
),

paid as (
    select
        invoice_issuer_name,
        billing_period,
        billing_currency,
        bool_and(invoiced_amount is not null) as is_invoiced
    from governance.fct_invoice_reconciliation
    where billed_cost is not null
    group by invoice_issuer_name, billing_period, billing_currency
),

spend as (
    select
        vendor, issuer, source_name, delivery_scope, billing_period, billing_currency,
        sum(billed_cost) as billed_cost,
        case when count(*) filter (where billed_cost_reporting is null and billed_cost != 0) = 0
            then coalesce(sum(billed_cost_reporting), 0) end as billed_cost_reporting
    from ({BILLED})
    group by vendor, issuer, source_name, delivery_scope, billing_period, billing_currency
)

select
    spend.vendor,
    spend.billing_currency,
    spend.billing_period,
    cast(sum(spend.billed_cost) as decimal(38, 12)),
    case when count(spend.billed_cost_reporting) = count(*)
        then cast(sum(spend.billed_cost_reporting) as decimal(38, 12)) end,
    bool_and(coalesce(delivered.is_invoiced, false) or coalesce(paid.is_invoiced, false))
from spend
left join delivered
    on spend.source_name = delivered.source_name
    and spend.delivery_scope = delivered.delivery_scope
    and spend.billing_period = delivered.billing_period
left join paid
    on spend.issuer = paid.invoice_issuer_name
    and spend.billing_period = paid.billing_period
    and spend.billing_currency = paid.billing_currency
group by spend.vendor, spend.billing_currency, spend.billing_period
order by spend.vendor, spend.billing_currency, spend.billing_period
""",
    columns=columns(
        "vendor|Vendor||key",
        "billing_currency|Currency||key",
        "billing_period|Month||key",
        "billed_cost|Billed|money",
        "billed_cost_reporting|In reporting currency|money",
        "is_final|Final",
    ),
    behind=BEHIND_BILLED,
    empty=NO_COSTS,
)

BILLED_MONTHS = Figure(
    id="billed-month",
    title="Billed, newest month",
    table="core.fct_costs",
    needs=("core.fct_cost_slices",),
    rule="Billed cost of vendors' bills of the newest month, beside the month before.",
    sql=f"""
with months as (
    select
        billing_currency,
        billing_period,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost
    from ({BILLED})
    group by billing_currency, billing_period
),

newest as (
    select max(billing_period) as billing_period from months
)

select
    months.billing_currency,
    months.billing_period,
    months.billed_cost,
    before.billed_cost as billed_before
from months
inner join newest on months.billing_period = newest.billing_period
left join months as before
    on months.billing_currency = before.billing_currency
    and strftime(cast(months.billing_period || '-01' as date) - interval 1 month, '%Y-%m')
        = before.billing_period
order by months.billed_cost desc
""",
    columns=columns(
        "billing_currency|Currency||key",
        "billing_period|Month||key",
        "billed_cost|Billed|money",
        "billed_before|Month before|money",
    ),
    behind=BEHIND_BILLED,
    empty=NO_COSTS,
)

DAILY = Figure(
    id="daily-cost",
    title="Accrual cost by day, last 35 days",
    table="unit_economics.rpt_costs_daily",
    needs=DAILY_TABLES,
    rule="Effective cost (commitments and prepaid bills spread over their use) by day. A day is complete"
    " where it is as old as the source's own history says its charges need.",
    sql=f"""
select
    charge_date,
    billing_currency,
    cast(sum(effective_cost) as decimal(38, 12)),
    case when count(*) filter (where effective_cost is not null and effective_cost_reporting is null) = 0
        then cast(sum(effective_cost_reporting) as decimal(38, 12)) end,
    bool_and(is_complete)
from unit_economics.rpt_costs_daily
where charge_date <= {DATA_DAY} and charge_date > {DATA_DAY} - 35 and effective_cost is not null
group by charge_date, billing_currency
order by charge_date desc, billing_currency
""",
    columns=columns(
        "charge_date|Day|day|key",
        "billing_currency|Currency||key",
        "effective_cost|Accrual cost|money",
        "effective_cost_reporting|In reporting currency|money",
        "is_complete|Complete",
    ),
    behind="select charge_date, billing_currency, effective_cost as amount, allocated_cost_id as id,"
    " case when charge_id = allocated_cost_id then 'charge' else 'allocated cost' end as id_kind"
    " from allocation.fct_allocated_costs",
    empty="No day has charges of a source that reports daily.",
)

RUN_RATE = Figure(
    id="run-rate",
    title="Run rate, a month of 30 days",
    table="unit_economics.rpt_costs_daily",
    needs=DAILY_TABLES,
    rule="Effective cost per 30 days, from the last seven complete days.",
    sql=f"""
select
    billing_currency,
    charge_date,
    cast(sum(run_rate) as decimal(38, 12)) as run_rate
from unit_economics.rpt_costs_daily
where charge_date = {COMPLETE_DAY}
group by billing_currency, charge_date
having sum(run_rate) != 0
order by run_rate desc
""",
    columns=columns("billing_currency|Currency||key", "charge_date|Up to|day|key", "run_rate|Run rate|money"),
    behind=f"select billing_currency, {COMPLETE_DAY} as charge_date, effective_cost as amount,"
    " allocated_cost_id as id,"
    " case when charge_id = allocated_cost_id then 'charge' else 'allocated cost' end as id_kind"
    " from allocation.fct_allocated_costs"
    f" where charge_date <= {COMPLETE_DAY} and charge_date > {COMPLETE_DAY} - 7",
    empty="No day is complete yet.",
)

MOVERS = Figure(
    id="movers",
    title="What moved: the last seven complete days against the seven before",
    table="unit_economics.rpt_costs_daily",
    needs=DAILY_TABLES,
    rule="Effective cost of seven complete days less that of the same weekdays before, largest change first.",
    sql=f"""
select
    team,
    provider_name,
    service_name,
    billing_currency,
    cast(sum(effective_cost) as decimal(38, 12)) as cost,
    cast(sum(effective_cost_change_7d) as decimal(38, 12)) as change
from unit_economics.rpt_costs_daily
where charge_date <= {COMPLETE_DAY} and charge_date > {COMPLETE_DAY} - 7
group by team, provider_name, service_name, billing_currency
having sum(effective_cost_change_7d) != 0
order by abs(sum(effective_cost_change_7d)) desc, team, provider_name, service_name
""",
    columns=columns(
        "team|Team||key",
        "provider_name|Vendor||key",
        "service_name|Service||key",
        "billing_currency|Currency||key",
        "cost|Seven days|money",
        "change|Change|change",
    ),
    behind="select coalesce(team, 'unallocated') as team,"
    " coalesce(provider_name, 'unknown') as provider_name,"
    " coalesce(service_name, 'unknown') as service_name, billing_currency, effective_cost as amount,"
    " allocated_cost_id as id,"
    " case when charge_id = allocated_cost_id then 'charge' else 'allocated cost' end as id_kind"
    " from allocation.fct_allocated_costs"
    f" where charge_date <= {COMPLETE_DAY} and charge_date > {COMPLETE_DAY} - 7",
    empty="No complete day has a day one week before to compare it with.",
    shown=12,
)

DRIVERS = Figure(
    id="drivers",
    title="Why cost changed: the newest invoiced month against the one before",
    table="unit_economics.fct_cost_bridge",
    needs=("governance.fct_invoice_reconciliation",),
    rule="Change of accrual cost of the company in five drivers, which add up to it: volume, efficiency, mix,"
    " price and other (what is billed for no tokens: machines, seats, tax, purchases).",
    sql=f"""
select
    comparison_id,
    currency,
    executive_driver,
    cast(sum(amount) as decimal(38, 12)),
    max(base_cost),
    max(compared_cost)
from unit_economics.fct_cost_bridge
where
    scope_kind = 'company'
    and comparison_kind = 'month_before'
    and strftime(compared_from, '%Y-%m') = {INVOICED_MONTH}
group by comparison_id, currency, executive_driver
order by currency, list_position(['volume', 'efficiency', 'mix', 'price', 'other'], executive_driver)
""",
    columns=columns(
        "comparison_id|Comparison||key",
        "currency|Currency||key",
        "executive_driver|Driver||key",
        "amount|Change|change",
        "base_cost|Month before|money",
        "compared_cost|Month|money",
    ),
    currency="In the reporting currency; what has no rate is a comparison in its own.",
    behind="select bridge.comparison_id, bridge.currency, bridge.executive_driver,"
    " allocated.effective_cost_reporting as amount, allocated.allocated_cost_id as id,"
    " case when allocated.charge_id = allocated.allocated_cost_id then 'charge' else 'allocated cost' end"
    " as id_kind from allocation.fct_allocated_costs as allocated inner join (select distinct comparison_id,"
    " currency, executive_driver, base_from, compared_before from unit_economics.fct_cost_bridge) as bridge"
    " on allocated.charge_date >= bridge.base_from and allocated.charge_date < bridge.compared_before",
    empty="No two months with costs stand beside each other yet.",
)

INVOICES = Figure(
    id="invoices",
    title="What foots with an invoice",
    table="governance.fct_invoice_reconciliation",
    rule="Invoices that accounts payable received beside what the exports bill for them; difference ="
    " invoiced less data.",
    sql="""
select
    billing_currency,
    cause,
    count(*),
    cast(sum(invoiced_amount) as decimal(38, 12)),
    cast(sum(billed_cost) as decimal(38, 12)),
    cast(sum(difference) as decimal(38, 12))
from governance.fct_invoice_reconciliation
group by billing_currency, cause
order by billing_currency, sum(abs(coalesce(billed_cost, invoiced_amount))) desc, cause
""",
    columns=columns(
        "billing_currency|Currency||key",
        "cause|Finding|words|key",
        "count_invoices|Invoices|count",
        "invoiced_amount|Invoiced|money",
        "billed_cost|In the data|money",
        "difference|Difference|money",
    ),
    lag="invoices",
    behind="select invoices.billing_currency, invoices.cause, 'charge' as id_kind, costs.charge_id as id,"
    " costs.billed_cost as amount from governance.fct_invoice_reconciliation as invoices"
    " inner join core.fct_costs as costs on invoices.billing_currency = costs.billing_currency"
    " and invoices.billing_period = costs.billing_period"
    " and invoices.invoice_issuer_name = coalesce(costs.invoice_issuer_name, costs.provider_name)"
    " and (invoices.invoice_id = costs.invoice_id or costs.invoice_id is null)",
    empty="No bill is landed yet. Invoice headers are a list of yours: `finops template invoices`.",
)

FOOTS = Figure(
    id="invoices-footed",
    title="Invoices that foot",
    table="governance.fct_invoice_reconciliation",
    rule="Invoices that the data equals, of all that accounts payable received; what differs in money.",
    sql="""
select
    billing_currency,
    count(*) filter (where cause = 'agrees'),
    count(*) filter (where invoiced_amount is not null) as received,
    cast(coalesce(sum(abs(difference)), 0) as decimal(38, 12)),
    count(*) filter (where cause = 'not_yet_invoiced')
from governance.fct_invoice_reconciliation
group by billing_currency
order by received desc, billing_currency
""",
    columns=columns(
        "billing_currency|Currency||key",
        "count_agreeing|Equal|count",
        "count_received|Received|count",
        "difference|Differing|money",
        "count_open|Not yet invoiced|count",
    ),
    lag="invoices",
    behind="select billing_currency, 'charge' as id_kind, charge_id as id, billed_cost as amount"
    " from core.fct_costs where invoice_id is not null",
    empty=INVOICES.empty,
)

BILL_MATCH = Figure(
    id="bill-match",
    title="Do the prices on the bills hold?",
    table="unit_economics.rpt_bill_match_status",
    rule="Bills with tokens, all months: foots where usage times price is the bill or every gap has a cause;"
    " what no price is known for is unpriced, what no cause explains is unexplained.",
    sql="""
select
    provider_name,
    currency,
    status,
    count(*),
    cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
    cast(sum(token_cost) as decimal(38, 12)),
    cast(sum(unpriced_cost) as decimal(38, 12)),
    cast(sum(unknown_gap) as decimal(38, 12))
from unit_economics.rpt_bill_match_status
group by provider_name, currency, status
order by currency, billed_cost desc, status
""",
    columns=columns(
        "provider_name|Vendor||key",
        "currency|Currency||key",
        "status|Status|words|key",
        "count_bills|Bills|count",
        "billed_cost|Billed|money",
        "token_cost|For tokens|money",
        "unpriced_cost|Unpriced|money",
        "unknown_gap|Unexplained|money",
    ),
    behind="select status.provider_name, status.currency, status.status, 'charge' as id_kind,"
    " costs.charge_id as id, costs.billed_cost as amount from unit_economics.rpt_bill_match_status as status"
    " inner join core.fct_costs as costs on status.provider_name = costs.provider_name"
    " and status.delivery_scope = costs.delivery_scope and status.billing_period = costs.billing_period"
    " and status.currency = costs.billing_currency",
    empty="No bill has token charges.",
)

FIGURES = (
    SPEND, BILLED_MONTHS, RUN_RATE, DAILY, MOVERS, DRIVERS, FOOTS, INVOICES, BILL_MATCH,
)  # fmt: skip
