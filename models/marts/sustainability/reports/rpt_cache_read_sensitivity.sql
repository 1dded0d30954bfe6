-- One row per month, provider, account and model that reads from a cache: energy by the factor of a read.
with classes as (
    select * from {{ ref('int_energy__token_classes') }}
),

works as (
    select work_id, account_id, usage_period from {{ ref('int_works') }}
),

added_up as (
    select
        works.usage_period,
        classes.provider_name,
        works.account_id,
        classes.work_name,
        cast(sum(classes.quantity) as bigint) as count_tokens,
        cast(sum(case when classes.token_class = 'cache_read' then classes.quantity else 0 end) as bigint)
            as count_cache_read_tokens,
        {% for end in ends() %}
            cast(sum(
                case classes.token_class
                    when 'cache_read' then classes.own_kwh_{{ end }}
                    else classes.own_kwh_central
                end
            ) as decimal(28, 12)) as kwh_{{ end }},
        {% endfor %}
        bool_or(classes.is_pue_included) as is_pue_included
    from classes
    inner join works on classes.work_id = works.work_id
    group by works.usage_period, classes.provider_name, works.account_id, classes.work_name
)

select
    usage_period,
    provider_name,
    account_id,
    work_name as model_key,
    count_tokens,
    count_cache_read_tokens,
    {{ ratio('count_cache_read_tokens', 'count_tokens') }} as cache_read_token_share,
    case when is_pue_included then 'facility' else 'it' end as energy_kind,
    {{ ends_of('kwh') | join(', ') }},
    {{ ratio('kwh_high', 'kwh_low') }} as times_from_low_to_high
from added_up
where count_cache_read_tokens > 0 and kwh_central is not null
