-- One row per month, KPI, formula, scope and currency: its value, who acts on it, and how good it is.
with kpi_rows as (
    select
        *,
        {{ ratio('numerator', 'denominator') }} as kpi_value
    from {{ ref('int_kpi__rows') }}
),

definitions as (
    select * from {{ ref('int_kpi__definitions') }}
),

-- A landed threshold of the KPI's name stands before the bands it comes with.
thresholds as (
    select * from {{ ref('dim_threshold') }}
),

with_before as (
    select
        *,
        lag(kpi_value) over (
            partition by kpi, formula, scope_kind, scope_id, currency order by billing_period
        ) as kpi_value_before
    from kpi_rows
),

with_bands as (
    select
        with_before.*,
        definitions.kpi_order,
        definitions.title,
        definitions.decision,
        definitions.direction,
        definitions.unit,
        definitions.deviation,
        coalesce(own.owner_name, of_company.owner_name, definitions.owner_role) as owner_name,
        coalesce(own.warning_value, of_company.warning_value, definitions.good_from) as good_from,
        coalesce(own.breach_value, of_company.breach_value, definitions.tolerable_from) as tolerable_from
    from with_before
    inner join definitions on with_before.kpi = definitions.kpi
    left join thresholds as own
        on
            with_before.kpi = own.threshold_name
            and with_before.scope_kind = own.scope_kind
            and with_before.scope_id = own.scope_value
            and cast(with_before.billing_period || '-01' as date) >= own.valid_from
            and cast(with_before.billing_period || '-01' as date) < own.valid_to
    left join thresholds as of_company
        on
            with_before.kpi = of_company.threshold_name
            and of_company.scope_kind = 'company'
            and cast(with_before.billing_period || '-01' as date) >= of_company.valid_from
            and cast(with_before.billing_period || '-01' as date) < of_company.valid_to
)

select
    md5({{ identity(['billing_period', 'kpi', 'formula', 'scope_kind', 'scope_id', 'currency']) }})
        as kpi_scorecard_id,
    billing_period,
    kpi_order,
    kpi,
    title,
    formula,
    scope_kind,
    scope_id,
    currency,
    numerator,
    denominator,
    kpi_value,
    kpi_value_before,
    kpi_value - kpi_value_before as kpi_change,
    unit,
    direction,
    good_from,
    tolerable_from,
    case
        when kpi_value is null then null
        when good_from is null then null
        when direction = 'up' and kpi_value >= good_from then 'good'
        when direction = 'down' and kpi_value <= good_from then 'good'
        when direction = 'up' and kpi_value >= tolerable_from then 'tolerable'
        when direction = 'down' and kpi_value <= tolerable_from then 'tolerable'
        else 'act'
    end as band,
    owner_name,
    decision,
    deviation,
    {{ ratio('count_known', 'count_rows') }} as coverage,
    case
        when numerator is null then 'no_row_has_both_sides'
        when denominator = 0 then 'denominator_is_zero'
    end as reason
from with_bands
