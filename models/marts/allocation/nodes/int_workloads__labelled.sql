-- One row per set of labels and day on which workloads of a cluster had it and it names a team: that team.
with labelled as (
    select distinct
        labels,
        usage_date
    from {{ ref('fct_workload_allocations') }}
    where substr(labels, 1, 1) = '{'
),

entries as (
    {{ json_entries('labelled', ['labels', 'usage_date'], 'labels') }}
),

-- Labels are tags whose keys Prometheus may have spelled anew.
tag_keys as (
    select
        {{ label_name('tag_key') }} as label_name,
        min(tag_key) as tag_key
    from {{ ref('dim_tag_key') }}
    where meaning = 'team'
    group by {{ label_name('tag_key') }}
),

owners as (
    select * from {{ ref('dim_owner') }}
    where owner_kind = 'tag'
),

statements as (
    select
        entries.labels,
        entries.usage_date,
        case when tag_keys.tag_key is not null then '1 ' else '2 ' end
        || entries.entry_key || '=' || entries.entry_value as speaking_order,
        coalesce(owners.team, case when tag_keys.tag_key is not null then entries.entry_value end) as team
    from entries
    left join tag_keys on {{ label_name('entries.entry_key') }} = tag_keys.label_name
    left join owners
        on
            coalesce(tag_keys.tag_key, entries.entry_key) || '=' || entries.entry_value = owners.owner_value
            and entries.usage_date >= owners.valid_from
            and entries.usage_date < owners.valid_to
    where entries.entry_value != ''
)

select
    labels,
    usage_date,
    min_by(team, speaking_order) as team
from statements
where team is not null
group by labels, usage_date
