-- One row per comparison, provider, model, class and currency: list price of the standard tier, both sides.
select
    comparison_id,
    provider_name,
    model_id,
    token_class,
    list_currency,
    {% for side in ['base', 'compared'] -%}
        {{ ratio(
            "sum(case when side = '" ~ side ~ "' then list_cost end)",
            "sum(case when side = '" ~ side ~ "' and list_cost is not null then quantity end)"
        ) }} as standard_price_{{ side }},
    {% endfor -%}
    count(*) as count_rows
from {{ ref('int_bridge__usage_sides') }}
where service_tier = 'standard' and list_currency is not null
group by comparison_id, provider_name, model_id, token_class, list_currency
