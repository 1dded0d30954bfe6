-- One row per set of tags and cost categories as it occurs in CUR deliveries of slices to build.
with line_items as (
    select * from {{ ref('stg_aws__cur_line_items') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'aws_cur'
),

-- The same tags come with every hour of a resource: reading each set once is several times faster than each
-- line item's.
tag_sets as (
    select
        line_items.tag_set_id,
        min(line_items.resource_tags) as resource_tags,
        min(line_items.attribute_tags) as attribute_tags,
        min(line_items.cost_categories) as cost_categories
    from line_items
    inner join slices on line_items.delivery_id = slices.delivery_id
    group by line_items.tag_set_id
),

merged as (
    select
        tag_set_id,
        {{ merged_tags([
            ('resource_tags', [
                (['iamPrincipal/'], 'iam_principal:'),
                (['accountTag/'], 'account_tag:'),
                (['userAttribute/'], 'user_attribute:'),
                (['resourceTags/aws:', 'aws:', 'aws_'], 'aws:'),
                (['resourceTags/user:', 'user:', 'user_', 'resourceTags/'], ''),
            ]),
            ('attribute_tags', [
                (['iamPrincipal/'], 'iam_principal:'),
                (['accountTag/'], 'account_tag:'),
                (['userAttribute/'], 'user_attribute:'),
                (['resourceTags/aws:', 'aws:', 'aws_'], 'aws:'),
                (['resourceTags/user:', 'user:', 'resourceTags/'], ''),
            ]),
            ('cost_categories', [(['costCategory/', ''], 'cost_category:')]),
        ]) }} as tags
    from tag_sets
)

select
    tag_set_id,
    tags,
    md5(tags) as tags_hash
from merged
