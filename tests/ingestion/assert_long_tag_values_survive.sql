-- Tag values of 10,000 characters with emoji come through whole, as an object, as records and merged.
with long_values as (
    select
        repeat('x', 9998) || '🚀🎉' as long_value,
        '{"note":"' || repeat('x', 9998) || '🚀🎉"}' as tags_as_object,
        '[{"Key":"note","Value":"' || repeat('x', 9998) || '🚀🎉"}]' as tags_as_records
),

read_back as (
    select
        'object' as tag_shape,
        long_value,
        {{ json_text(tags_object('tags_as_object'), 'note') }} as value_read
    from long_values
    union all
    select
        'records' as tag_shape,
        long_value,
        {{ json_text(tags_object('tags_as_records'), 'note') }} as value_read
    from long_values
    union all
    select
        'merged' as tag_shape,
        long_value,
        {{ json_text(merged_tags([('tags_as_object', [(['no'], 'foot')])]), 'footte') }} as value_read
    from long_values
)

select
    tag_shape,
    length(value_read) as count_characters
from read_back
where {{ differs('long_value', 'value_read') }}
