-- Every spelling of a model in the facts is a row of core.dim_ai_model.
with spelled as (
    select distinct
        provider_name,
        model_name
    from {{ ref('fct_costs') }}
    union
    select distinct
        provider_name,
        model_name
    from {{ ref('fct_token_usage') }}
    union
    select distinct
        provider_name,
        model_name
    from {{ ref('fct_ai_requests') }}
),

listed as (
    select * from {{ ref('dim_ai_model') }}
)

select spelled.*
from spelled
left join listed
    on
        spelled.model_name = listed.model_name
        and coalesce(spelled.provider_name, '') = coalesce(listed.provider_name, '')
where spelled.model_name is not null and listed.model_name is null
