-- One row per provider and model of work in tokens: the energy of its output tokens, and who says so.
with known as (
    select
        *,
        {{ ai_model_key('model_ref') }} as model_key,
        row_number() over (
            partition by seller, model_ref, method order by known_from desc
        ) as recency
    from {{ ref('token_energy') }}
),

works as (
    select distinct provider_name, work_name from {{ ref('int_works') }}
    where work_kind = 'tokens'
),

placed as (
    select distinct provider_name from {{ ref('grid_zones') }}
),

-- Measured goes before modelled, and that before what stands in for models that nobody describes.
candidates as (
    select
        works.provider_name as work_provider_name,
        works.work_name,
        known.*
    from works
    inner join known on works.work_name = known.model_key
    where known.recency = 1 and not known.is_withdrawn
    union all
    select
        works.provider_name as work_provider_name,
        works.work_name,
        known.*
    from works
    left join placed on works.provider_name = placed.provider_name
    inner join known
        on
            case
                when placed.provider_name is null then 'default: unknown provider'
                else 'default: hyperscaler'
            end = known.seller
    where known.recency = 1
),

ranked as (
    select
        *,
        row_number() over (
            partition by work_provider_name, work_name
            order by
                case method when 'measured' then 1 when 'model' then 2 else 3 end asc, known_from desc,
                length(model_ref) asc, seller asc, model_ref asc
        ) as place
    from candidates
)

select * from ranked
where place = 1
