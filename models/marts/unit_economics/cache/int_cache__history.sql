-- One row per day and cache (provider, scope, account, key, model, tier, currency) with the days before it.
{%- set keys = [
    'provider_name', 'delivery_scope', 'sub_account_id', 'api_key_id', 'model_id', 'service_tier', 'currency',
] %}

with days as (
    select
        *,
        md5({{ identity(keys) }}) as cache_key
    from {{ ref('int_cache__daily') }}
),

-- A day with far fewer tokens proves nothing of what a day of this size could reach.
before as (
    select
        days.cache_key,
        days.usage_date,
        earlier.usage_date as earlier_date,
        earlier.prompt_tokens,
        earlier.read_tokens,
        cast(earlier.read_tokens as decimal(38, 0)) * days.prompt_tokens
        <= cast(days.read_tokens as decimal(38, 0)) * earlier.prompt_tokens as is_as_low,
        earlier.prompt_cost,
        earlier.uncached_cost,
        {{ exact_rate('earlier.prompt_cost', 'earlier.uncached_cost') }} as cost_part
    from days
    inner join days as earlier
        on
            days.cache_key = earlier.cache_key
            and days.usage_date > earlier.usage_date
            and days.usage_date <= earlier.usage_date + {{ cache_history_days() }}
    where
        earlier.prompt_cost > 0
        and earlier.uncached_cost > 0
        and earlier.prompt_tokens * 10 >= days.prompt_tokens
),

placed as (
    select
        *,
        row_number() over (
            partition by cache_key, usage_date
            order by cost_part asc, earlier_date desc
        ) as place,
        count(*) over (partition by cache_key, usage_date) as count_days
    from before
),

history as (
    select
        cache_key,
        usage_date,
        count(*) as history_days,
        count(case when is_as_low then 1 end) as days_as_low,
        {{ ratio('sum(read_tokens)', 'sum(prompt_tokens)') }} as usual_hit_rate,
        {{ exact_rate('sum(prompt_cost)', 'sum(uncached_cost)') }} as usual_cost_part,
        -- One good day may be luck: what counts is a level that a quarter of the days reached.
        max(case when place = ceil(count_days * 0.25) then earlier_date end) as good_date,
        max(case when place = ceil(count_days * 0.25) then cost_part end) as good_cost_part
    from placed
    group by cache_key, usage_date
)

select
    days.*,
    coalesce(history.history_days, 0) as history_days,
    history.days_as_low,
    history.usual_hit_rate,
    history.usual_cost_part,
    history.good_date,
    history.good_cost_part
from days
left join history
    on days.cache_key = history.cache_key and days.usage_date = history.usage_date
