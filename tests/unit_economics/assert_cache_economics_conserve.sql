-- All prompt tokens that count are here; what is saved is what reads save less what writes cost more.
with held as (
    select
        usage_date,
        provider_name,
        cast(sum(prompt_tokens) as bigint) as prompt_tokens,
        cast(sum(uncached_tokens + read_tokens + write_tokens) as bigint) as parts
    from {{ ref('fct_cache_economics') }}
    group by usage_date, provider_name
),

months as (
    select
        provider_name,
        cast(sum(prompt_tokens) as bigint) as prompt_tokens,
        cast(sum(potential_saving) as decimal(38, 12)) as potential_saving
    from {{ ref('rpt_cache_economics_monthly') }}
    group by provider_name
),

days as (
    select
        provider_name,
        cast(sum(prompt_tokens) as bigint) as prompt_tokens,
        cast(sum(potential_saving) as decimal(38, 12)) as potential_saving
    from {{ ref('fct_cache_economics') }}
    group by provider_name
),

used as (
    select
        priced.usage_date,
        priced.provider_name,
        cast(sum(priced.quantity) as bigint) as prompt_tokens
    from {{ ref('fct_priced_usage') }} as priced
    inner join {{ ref('token_classes') }} as classes on priced.token_class = classes.token_class
    where priced.usage_role = 'counts' and priced.usage_unit = 'tokens' and classes.direction = 'input'
    group by priced.usage_date, priced.provider_name
)

select
    coalesce(held.provider_name, used.provider_name) as provider_name,
    'tokens' as fault
from held
full outer join used on held.usage_date = used.usage_date and held.provider_name = used.provider_name
where
    {{ differs('held.prompt_tokens', 'used.prompt_tokens') }}
    or {{ differs('held.parts', 'used.prompt_tokens') }}
union all
select
    provider_name,
    'saving' as fault
from {{ ref('fct_cache_economics') }}
where
    net_saving != read_saving - write_surcharge
    or net_saving != uncached_cost - prompt_cost
    or (net_saving is null) != (reason is not null)
    or hit_rate < 0
    or hit_rate > 1
    or (potential_saving is null) != (history_reason is not null)
    or (broken_prefix_cost is null) != (history_reason is not null)
union all
select
    coalesce(months.provider_name, days.provider_name) as provider_name,
    'months' as fault
from months
full outer join days on months.provider_name = days.provider_name
where
    {{ differs('months.prompt_tokens', 'days.prompt_tokens') }}
    or {{ differs('months.potential_saving', 'days.potential_saving') }}
