-- Market-based carbon stands only where a provider's report states it: never 0 for nothing, never a copy.
{{ config(group='sustainability') }}
select emission_id
from {{ ref('fct_emissions_daily') }}
where
    market_g is not null and method != 'provider_export'
    or market_g is null and market_reason is null
