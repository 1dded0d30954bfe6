-- One row per thing a usage export can count: a token class, model requests, web searches.
with token_classes as (
    select * from {{ ref('token_classes') }}
),

usage_measures as (
    select
        token_class,
        'tokens' as usage_unit
    from token_classes
    union all
    select
        cast(null as varchar) as token_class,
        'requests' as usage_unit
    union all
    select
        cast(null as varchar) as token_class,
        'searches' as usage_unit
)

select * from usage_measures
