-- One row per provider, model, tier, speed, unit, class, context and day: what decides a list price of usage.
with used as (
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
),

classes as (
    select * from {{ ref('token_classes') }}
    where direction = 'input'
)

-- What a prompt would cost without a cache, or with one, is asked also of classes it has no tokens of.
select * from used
union
select
    used.* replace (compared.token_class as token_class)
from used
inner join classes on used.token_class = classes.token_class
inner join classes as compared
    on
        classes.modality = compared.modality
        and (compared.cache_action in ('none', 'read') or coalesce(compared.cache_ttl, '5m') in ('5m', '1h'))
