-- One row per source, delivery scope, billing period and rule on landing, for deliveries that count.
with drift as (
    select * from {{ ref('fct_schema_drift') }}
    where is_current
),

quarantined as (
    select * from {{ ref('fct_quarantined_records') }}
    where is_current
),

deliveries as (
    select * from {{ ref('fct_deliveries') }}
    where is_current
),

list_checks as (
    select * from {{ ref('int_list_checks') }}
),

azure_dataset_checks as (
    select * from {{ ref('int_azure_dataset_checks') }}
),

records as (
    select
        source_name,
        delivery_scope,
        billing_period,
        sum(count_rows_in_files) as count_rows_in_files
    from deliveries
    group by source_name, delivery_scope, billing_period
),

set_aside as (
    select
        source_name,
        delivery_scope,
        billing_period,
        count(*) as count_rows,
        min(concat_ws(' ', source_file, 'record', source_row, column_name, reason)) as example_detail
    from quarantined
    group by source_name, delivery_scope, billing_period
),

checks as (
    select
        source_name,
        delivery_scope,
        billing_period,
        'schema_column_' || change as rule,
        cast(count(*) as bigint) as count_rows,
        cast(null as bigint) as count_rows_checked,
        min(column_name || ' in ' || source_file) as example_detail
    from drift
    group by source_name, delivery_scope, billing_period, change
    union all
    select
        set_aside.source_name,
        set_aside.delivery_scope,
        set_aside.billing_period,
        'records_quarantined' as rule,
        cast(set_aside.count_rows as bigint) as count_rows,
        cast(records.count_rows_in_files as bigint) as count_rows_checked,
        set_aside.example_detail
    from set_aside
    left join records
        on
            set_aside.source_name = records.source_name
            and set_aside.delivery_scope = records.delivery_scope
            and not {{ differs('set_aside.billing_period', 'records.billing_period') }}
    union all
    select
        source_name,
        delivery_scope,
        billing_period,
        rule,
        count_rows,
        count_rows_checked,
        example_detail
    from list_checks
    union all
    select
        source_name,
        delivery_scope,
        billing_period,
        rule,
        cast(count_rows as bigint) as count_rows,
        count_rows_checked,
        example_detail
    from azure_dataset_checks
)

select * from checks
