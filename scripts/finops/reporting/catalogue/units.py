"""What a unit costs, and what is earned."""

from finops.reporting.catalogue.spend import INVOICED_MONTH
from finops.reporting.figure import Figure, columns

UNIT_COSTS = Figure(
    id="unit-costs",
    title="Unit costs, the newest invoiced month and the one before",
    table="unit_economics.fct_unit_costs_daily",
    needs=("governance.fct_invoice_reconciliation",),
    rule="Sum of cost over sum of quantity, never an average of averages: units of products with all their"
    " cost, requests, sessions, cycles and tasks of the company with all theirs, tokens at contract prices."
    " Where a price is not known for sure the lowest that may hold is taken; the highest stands beside it.",
    sql=f"""
with months as (
    select
        scope_kind, scope_id, unit, currency, billing_period,
        case when count(lowest_cost) = count(*) and sum(quantity) != 0
            then sum(lowest_cost) / sum(quantity) end as lowest,
        case when count(highest_cost) = count(*) and sum(quantity) != 0
            then sum(highest_cost) / sum(quantity) end as highest,
        cast(sum(quantity) as decimal(38, 12)) as quantity,
        min(reason) as reason
    from unit_economics.fct_unit_costs_daily
    where
        (scope_kind = 'product' and cost_load = 'fully_loaded' and unit not in ('request', 'session'))
        or (scope_kind = 'company' and (cost_load = 'fully_loaded' or unit = 'million_tokens'))
    group by scope_kind, scope_id, unit, currency, billing_period
)

select
    months.unit,
    months.scope_kind,
    months.scope_id,
    months.currency,
    months.quantity,
    before.lowest as cost_before,
    months.lowest,
    months.highest,
    case when months.lowest is null then months.reason end
from months
left join months as before
    on months.scope_kind = before.scope_kind
    and months.scope_id is not distinct from before.scope_id
    and months.unit = before.unit
    and months.currency = before.currency
    and strftime(cast(months.billing_period || '-01' as date) - interval 1 month, '%Y-%m')
        = before.billing_period
where months.billing_period = {INVOICED_MONTH}
order by months.scope_kind desc, months.scope_id, months.unit, months.currency
""",
    columns=columns(
        "unit|Unit|words|key",
        "scope_kind|Of|words|key",
        "scope_id|Which||key",
        "currency|Currency||key",
        "quantity|Quantity|quantity",
        "cost_before|Month before|price",
        "lowest_cost|A unit costs|price",
        "highest_cost|At most|price",
        "reason|Why not|words",
    ),
    behind="select units.*, allocated.effective_cost_reporting as amount, allocated.allocated_cost_id as id,"
    " case when allocated.charge_id = allocated.allocated_cost_id then 'charge' else 'allocated cost' end"
    " as id_kind from (select distinct unit, scope_kind, scope_id, currency, product, usage_date"
    f" from unit_economics.fct_unit_costs_daily where billing_period = {INVOICED_MONTH}) as units"
    " inner join allocation.fct_allocated_costs as allocated on units.usage_date = allocated.charge_date"
    " and (units.scope_kind = 'company' or units.product = allocated.product)"
    " and (units.unit != 'million_tokens' or allocated.model_name is not null)",
    empty="No unit is counted in an invoiced month. Conversations, searches and the like are a list of yours:"
    " `finops template business_drivers`.",
)

# The newest month, the costliest models and classes first. A price is a rate: it is not added up.
TOKEN_PRICES = Figure(
    id="token-prices",
    title="Price per million tokens, newest month, costliest first",
    table="unit_economics.fct_token_prices",
    rule="Billed cost over tokens of the newest month, by model, class and tier.",
    sql="""
select
    provider_name,
    model_name,
    token_class,
    service_tier,
    billing_currency,
    cast(sum(billed_cost) as decimal(38, 12)) as billed,
    cast(sum(tokens) as decimal(38, 12)),
    case when count(tokens) = count(*) and sum(tokens) != 0 then sum(billed_cost) / sum(tokens) * 1000000 end,
    min(reason),
    billing_period
from unit_economics.fct_token_prices
where billing_period = (select max(billing_period) from unit_economics.fct_token_prices)
group by provider_name, model_name, token_class, service_tier, billing_currency, billing_period
order by billed desc, provider_name, model_name, token_class, service_tier
""",
    columns=columns(
        "provider_name|Vendor||key",
        "model_name|Model||key",
        "token_class|Class|words|key",
        "service_tier|Tier|words|key",
        "billing_currency|Currency||key",
        "billed_cost|Billed|money",
        "tokens|Tokens|quantity",
        "price|Per million|price",
        "reason|Why not|words",
        "billing_period|Month||key",
    ),
    behind="select *, 'charge' as id_kind, charge_id as id, billed_cost as amount from core.fct_costs",
    empty="No charge says for which tokens it is, so there is no price per million tokens.",
    shown=10,
)

KPIS = Figure(
    id="kpis",
    title="KPIs of the company, newest invoiced month",
    table="governance.fct_kpi_scorecard",
    needs=("governance.fct_invoice_reconciliation",),
    rule="Numerator over denominator of rows that have both, official formula and ours; bands are those of"
    " the definition or of your list of thresholds.",
    sql=f"""
select title, formula, currency, billing_period, kpi_value_before, kpi_value, unit, band, owner_name
from governance.fct_kpi_scorecard
where scope_kind = 'company' and kpi_value is not null and billing_period = {INVOICED_MONTH}
order by kpi_order, formula, currency
""",
    columns=columns(
        "title|KPI||key",
        "formula|Formula|words|key",
        "currency|Currency||key",
        "billing_period|Month||key",
        "kpi_value_before|Month before|price",
        "kpi_value|Value|price",
        "unit|Unit|words",
        "band|Band|words",
        "owner_name|Who acts",
    ),
    behind="select kpis.title, kpis.formula, kpis.currency, kpis.billing_period, 'charge' as id_kind,"
    " costs.charge_id as id, costs.effective_cost_reporting as amount from core.fct_costs as costs"
    " inner join governance.fct_kpi_scorecard as kpis on costs.billing_period = kpis.billing_period"
    " and kpis.scope_kind = 'company'",
    empty="No KPI has a value in an invoiced month.",
)

MARGIN_MONTH = "(select max(billing_period) from unit_economics.rpt_product_pnl where revenue is not null)"

MARGIN = Figure(
    id="margin",
    title="Margin by product, newest month with revenue",
    table="unit_economics.rpt_product_pnl",
    rule="Recognised revenue less models, platform and shared cost of the product; what no product is named"
    " for is a row without one.",
    sql=f"""
select
    coalesce(product, 'no product'),
    currency,
    billing_period,
    revenue,
    cast(cost_of_revenue as decimal(38, 12)),
    cast(gross_profit as decimal(38, 12)),
    gross_margin,
    total_cost,
    reason
from unit_economics.rpt_product_pnl
where billing_period = {MARGIN_MONTH}
order by currency desc, revenue desc nulls last, product
""",
    columns=columns(
        "product|Product||key",
        "currency|Currency||key",
        "billing_period|Month||key",
        "revenue|Revenue|money",
        "cost_of_revenue|Cost of revenue|money",
        "gross_profit|Gross profit|money",
        "gross_margin|Margin|share",
        "total_cost|All cost|money",
        "reason|Why not|words",
    ),
    currency="In the reporting currency; revenue without a rate stays in its own.",
    behind="select coalesce(product, 'no product') as product, reporting_currency as currency,"
    " strftime(charge_date, '%Y-%m') as billing_period, effective_cost_reporting as amount,"
    " allocated_cost_id as id,"
    " case when charge_id = allocated_cost_id then 'charge' else 'allocated cost' end as id_kind"
    " from allocation.fct_allocated_costs",
    empty="No revenue is landed, so there is no margin: `finops template revenue`.",
)

GROSS_MARGIN = Figure(
    id="gross-margin",
    title="Gross margin",
    table="governance.fct_kpi_scorecard",
    rule="Gross profit over revenue of products with both, newest month with a value.",
    sql="""
select currency, billing_period, numerator, denominator, kpi_value_before, kpi_value, band
from governance.fct_kpi_scorecard
where kpi = 'gross_margin' and scope_kind = 'company' and kpi_value is not null
qualify billing_period = max(billing_period) over (partition by currency)
order by denominator desc
""",
    columns=columns(
        "currency|Currency||key",
        "billing_period|Month||key",
        "gross_profit|Gross profit|money",
        "revenue|Revenue|money",
        "margin_before|Month before|share",
        "gross_margin|Margin|share",
        "band|Band|words",
    ),
    behind="select reporting_currency as currency, strftime(charge_date, '%Y-%m') as billing_period,"
    " effective_cost_reporting as amount, allocated_cost_id as id,"
    " case when charge_id = allocated_cost_id then 'charge' else 'allocated cost' end as id_kind"
    " from allocation.fct_allocated_costs where product is not null",
    empty=MARGIN.empty,
)

FIGURES = (UNIT_COSTS, TOKEN_PRICES, KPIS, GROSS_MARGIN, MARGIN)
