-- One row per identity that would give unowned charges an owner, with a guess and the reason for it.
with identities as (
    select
        *,
        case when owner_kind in ('tag', 'tag_key') then split_part(owner_value, '=', 1) end as tag_key,
        {{ words_of(
            "case when owner_kind = 'tag' then substr(owner_value, position('=' in owner_value) + 1) else owner_value end"
            ~ " || ' ' || coalesce(item_name, '')"
        ) }} as words
    from {{ ref('int_unowned_identities') }}
),

identity_teams as (
    select * from {{ ref('int_identity_teams') }}
    where percent_owned >= 60
),

teams as (
    select distinct team from {{ ref('dim_owner') }}
    where team is not null
    union
    select distinct team from {{ ref('fct_cost_purposes') }}
    where team is not null
),

named_teams as (
    select
        identities.owner_kind,
        identities.owner_value,
        min_by(teams.team, lpad(cast(1000 - length(teams.team) as varchar), 4, '0') || teams.team) as team
    from identities
    inner join teams on position({{ words_of('teams.team') }} in identities.words) > 0
    where identities.owner_kind not in ('principal', 'tag_key') and trim({{ words_of('teams.team') }}) != ''
    group by identities.owner_kind, identities.owner_value
),

-- The words in a paying account's name are the company's, not a team's.
passed as (
    select
        string_agg({{ words_of('word') }}, ' ' order by word) as words
    from (
        select word from {{ ref('common_words') }}
        union
        select distinct billing_account_name as word from {{ ref('fct_costs') }}
        where billing_account_name is not null
    ) as common
),

guessed as (
    select
        identities.*,
        identity_teams.team as owning_team,
        identity_teams.percent_owned,
        named_teams.team as named_team,
        {{ tag_key_hint('identities.tag_key') }} as key_meaning,
        case
            when identities.owner_kind in ('key', 'project', 'account')
                then nullif({{ telling_words("coalesce(identities.item_name, '')", "passed.words") }}, '')
        end as telling_words,
        case
            when
                {{ names_in("substr(identities.owner_value, length(identities.tag_key) + 2)") }}
                not like '%;%'
                then trim(substr(identities.owner_value, length(identities.tag_key) + 2))
        end as single_value
    from identities
    cross join passed
    left join identity_teams
        on
            identities.owner_kind = identity_teams.owner_kind
            and identities.owner_value = identity_teams.owner_value
    left join named_teams
        on
            identities.owner_kind = named_teams.owner_kind
            and identities.owner_value = named_teams.owner_value
)

select
    owner_kind,
    owner_value,
    item_name,
    provider_name,
    money,
    ranked_by,
    reporting_currency,
    billed_by_currency,
    last_seen_date,
    principal_id,
    case
        when owner_kind = 'tag_key' then key_meaning
        when owning_team is not null then owning_team
        when named_team is not null then named_team
        when single_value is not null and key_meaning = 'team' then single_value
        else telling_words
    end as suggestion,
    case
        when owner_kind = 'tag_key' then case when key_meaning is not null then 'its words' end
        when owning_team is not null then 'owns ' || percent_owned || ' % of its owned charges'
        when named_team is not null then 'is named in it'
        when single_value is not null and key_meaning = 'team' then tag_key || ' looks like a team key'
        when telling_words is not null then 'its name'
    end as because
from guessed
