-- One row per seat of a Copilot seats snapshot as landed. Snapshots have no history.
with seats as (
    select * from {{ source('raw_copilot_seats', 'seats') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('assignee_login') }} as principal_id,
        lower({{ text_value('plan_type') }}) as plan_name,
        cast({{ utc_timestamp('created_at') }} as date) as assigned_since,
        cast({{ utc_timestamp('pending_cancellation_date') }} as date) as cancelled_from,
        {{ utc_timestamp('last_activity_at') }} as last_activity_at,
        {{ text_value('last_activity_editor') }} as last_activity_editor,
        {{ text_value('assigning_team_name') }} as team_name
    from seats
)

select * from renamed
