-- One row per attempt of a request, with its team, product and release.
{%- set kinds = {'key': 'api_key_id', 'principal': 'principal_id'} %}
with owners as (
    select * from {{ ref('dim_owner') }}
),

requests as (
    select * from {{ ref('fct_ai_requests') }}
),

-- A release of a product holds until its next one.
releases as (
    select
        scope_value as product,
        release_name,
        starts_on,
        coalesce(
            lead(starts_on) over (partition by scope_value order by starts_on, release_name),
            cast('9999-12-31' as date)
        ) as ends_before
    from {{ ref('fct_known_changes') }}
    where change_kind = 'release' and scope_kind = 'product' and release_name is not null
),

with_owner as (
    select
        requests.*,
        coalesce({{ owner_says('team', kinds) }}, requests.team_alias, requests.team_id) as team,
        coalesce(requests.stated_product, {{ owner_says('product', kinds) }}) as product,
        {{ owner_says('environment', kinds) }} as environment
    from requests
    {{ join_owners('requests', 'request_date', kinds) }}
)

select
    with_owner.* exclude (release_name),
    coalesce(with_owner.release_name, releases.release_name) as release_name,
    case
        when with_owner.release_name is not null then 'stated'
        when releases.release_name is not null then 'known_change'
    end as release_evidence
from with_owner
left join releases
    on
        with_owner.product = releases.product
        and with_owner.request_date >= releases.starts_on
        and with_owner.request_date < releases.ends_before
