-- One row per day, scope, unit, token class, load and currency: what one useful thing costs.
with measured as (
    select * from {{ ref('int_unit_costs__requests') }}
),

others as (
    {% for model in [
        'int_unit_costs__tokens', 'int_unit_costs__drivers', 'int_unit_costs__gpu', 'int_unit_costs__seats',
        'int_unit_costs__training',
    ] %}
        select * from {{ ref(model) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

united as (
    select * from measured
    union all
    select
        usage_date, scope_kind, scope_id, product, feature, release_name, provider_name, model_id, unit,
        token_class, cost_load, currency, cost as lowest_cost, cost as highest_cost, quantity,
        cast(null as double) as cost_p50,
        cast(null as double) as cost_p90,
        cast(null as double) as cost_p99,
        cast(null as double) as top_1_percent_part,
        cast(null as bigint) as count_attempts,
        cast(null as bigint) as count_priced,
        cost_basis, evidence, reason
    from others
)

select
    md5({{ identity([
        'usage_date', 'scope_kind', 'scope_id', 'product', 'feature', 'release_name', 'provider_name', 'model_id',
        'unit', 'token_class', 'cost_load', 'currency',
    ]) }}) as unit_cost_id,
    {{ period_of('usage_date') }} as billing_period,
    usage_date,
    scope_kind,
    scope_id,
    product,
    feature,
    release_name,
    provider_name,
    model_id,
    unit,
    token_class,
    cost_load,
    currency,
    cast(case when lowest_cost = highest_cost then lowest_cost end as decimal(38, 12)) as cost,
    lowest_cost,
    highest_cost,
    quantity,
    {{ ratio('case when lowest_cost = highest_cost then lowest_cost end', 'quantity') }} as cost_per_unit,
    {{ ratio('lowest_cost', 'quantity') }} as lowest_cost_per_unit,
    {{ ratio('highest_cost', 'quantity') }} as highest_cost_per_unit,
    cost_p50,
    cost_p90,
    cost_p99,
    top_1_percent_part,
    count_attempts,
    {{ ratio('count_priced', 'count_attempts') }} as priced_part,
    cost_basis,
    evidence,
    case when reason is null and lowest_cost != highest_cost then 'price_is_a_range' else reason end as reason
from united
