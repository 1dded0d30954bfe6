-- One row per provider, model, tier, speed, unit, class, context and day of usage: what decides its list
-- price.
select distinct
    provider_name,
    model_name,
    {{ asked_tier() }} as service_tier,
    coalesce(speed, 'standard') as speed,
    usage_unit,
    token_class,
    context_window,
    usage_date,
    billing_period
from {{ ref('fct_token_usage') }}
where usage_unit in ('tokens', 'searches', 'file_searches', 'requests', 'characters', 'seconds')
