-- One row per provider, spelling of a model and model of the price book that it may be.
with seen as (
    select
        provider_name,
        model_name,
        {{ ai_model_key('model_name') }} as model_key
    from {{ ref('int_ai_models__seen') }}
),

-- As spelled; with a date that has no hyphens written with them; and as the id that it is brought to.
spellings as (
    select
        provider_name,
        model_name,
        1 as attempt,
        lower(model_name) as spelling
    from seen
    union all
    select
        provider_name,
        model_name,
        2 as attempt,
        regexp_replace(
            lower(model_name), '-(20[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(-|:|$)', '-\1-\2-\3\4'
        ) as spelling
    from seen
    union all
    select
        provider_name,
        model_name,
        3 as attempt,
        model_key as spelling
    from seen
),

candidates as (
    select
        spellings.provider_name,
        spellings.model_name,
        spellings.attempt,
        sellers.provider_order,
        tests_of_names.provider_id,
        tests_of_names.position,
        tests_of_names.model_ref,
        tests_of_names.alternative,
        case tests_of_names.test
            when 'equals' then spellings.spelling = tests_of_names.value
            when 'starts_with' then starts_with(spellings.spelling, tests_of_names.value)
            when 'ends_with' then suffix(spellings.spelling, tests_of_names.value)
            when 'contains' then contains(spellings.spelling, tests_of_names.value)
            when 'regex' then regexp_matches(spellings.spelling, tests_of_names.value)
            when 'not_regex' then not regexp_matches(spellings.spelling, tests_of_names.value)
        end as fits
    from spellings
    inner join {{ ref('price_book_providers') }} as sellers
        on spellings.provider_name = sellers.provider_name
    inner join {{ ref('token_price_names') }} as tests_of_names
        on sellers.provider_id = tests_of_names.provider_id
),

fitting as (
    select
        provider_name,
        model_name,
        attempt,
        provider_order,
        provider_id,
        position,
        model_ref
    from candidates
    group by provider_name, model_name, attempt, provider_order, provider_id, position, model_ref, alternative
    having bool_and(fits)
),

chosen as (
    select
        *,
        row_number() over (
            partition by provider_name, model_name order by attempt, provider_order, position
        ) as place
    from fitting
),

-- A spelling that is found only by its id does not say whether it ran in a region or anywhere, which a
-- cloud prices apart.
anywhere as (
    select distinct
        chosen.provider_name,
        chosen.model_name,
        chosen.provider_id,
        tests_of_names.model_ref,
        chosen.attempt
    from chosen
    inner join {{ ref('token_price_names') }} as tests_of_names
        on
            chosen.provider_id = tests_of_names.provider_id
            and tests_of_names.model_ref = 'global.' || substr(chosen.model_ref, length('regional.') + 1)
    where chosen.place = 1 and chosen.attempt = 3 and chosen.model_ref like 'regional.%'
),

found as (
    select
        provider_name,
        model_name,
        provider_id,
        model_ref,
        attempt
    from chosen
    where place = 1
    union all
    select * from anywhere
)

select
    provider_name,
    model_name,
    provider_id,
    model_ref,
    case attempt when 1 then 'as_spelled' when 2 then 'date_hyphenated' else 'model_id' end as found_by
from found
