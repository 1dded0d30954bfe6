-- One row per month, scope and category of the GHG Protocol, provider, site, boundary and basis.
{%- set keys = [
    'usage_period', 'ghg_scope', 'ghg_category', 'provider_name', 'site', 'boundary_approach', 'factor_basis',
] %}
with added_up as (
    select
        {{ keys | join(', ') }},
        {% for measure in ends_of('location_g') + ['market_g', 'effective_cost_reporting'] %}
            cast(sum({{ measure }}) as decimal(28, 12)) as {{ measure }},
        {% endfor %}
        cast(sum(count_blank) as bigint) as count_blank
    from {{ ref('int_scope__parts') }}
    group by {{ keys | join(', ') }}
),

-- A provider's own scopes stand beside the row that holds its report's figures.
placed as (
    select
        *,
        case
            when ghg_category = '1 purchased goods and services' then row_number() over (
                partition by usage_period, provider_name, ghg_category
                order by market_g is null asc, {{ basis_order('factor_basis') }} asc
            )
        end as place
    from added_up
)

select
    {% for column in keys + ends_of('location_g') + ['market_g', 'effective_cost_reporting', 'count_blank'] %}
        placed.{{ column }},
    {% endfor %}
    {% for measure in provider_scopes() %}
        providers.provider_{{ measure }}_g,
    {% endfor %}
    case when placed.market_g is null then 'not_published' end as market_reason
from placed
left join {{ ref('int_scope__providers') }} as providers
    on
        case when placed.place = 1 then placed.usage_period end = providers.usage_period
        and placed.provider_name = providers.provider_name
