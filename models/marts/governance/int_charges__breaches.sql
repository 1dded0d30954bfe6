-- One row per charge of a provider's bill; per rule on a charge: is it broken (NULL: does not apply).
with charges as (
    select * from {{ ref('int_charges__value_breaches') }}
),

printed_units as (
    select * from {{ ref('int_slices__printed_units') }}
),

deliveries as (
    select * from {{ ref('fct_deliveries') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

known as (
    select
        charges.*,
        printed_units.list_cost_unit,
        printed_units.contracted_cost_unit,
        deliveries.landed_at,
        currencies.currency_code is not null as is_currency_known
    from charges
    left join printed_units on charges.slice_id = printed_units.slice_id
    left join deliveries on charges.delivery_id = deliveries.delivery_id
    left join currencies on charges.billing_currency = currencies.currency_code
),

breaches as (
    select
        *,
        {{ breach(
            'least(list_unit_price, contracted_unit_price, pricing_currency_list_unit_price, '
            'pricing_currency_contracted_unit_price) < 0',
            'coalesce(list_unit_price, contracted_unit_price, pricing_currency_list_unit_price, '
            'pricing_currency_contracted_unit_price) is not null'
        ) }} as unit_price_negative,
        {{ breach(
            'not ' ~ multiplies_out('list_cost', 'list_unit_price', 'pricing_quantity', 'list_cost_unit'),
            'is_ordinary and list_unit_price is not null and pricing_quantity is not null'
        ) }} as list_cost_not_price_times_quantity,
        {{ breach(
            'not ' ~ multiplies_out(
                'contracted_cost', 'contracted_unit_price', 'pricing_quantity', 'contracted_cost_unit'
            ),
            'is_ordinary and contracted_unit_price is not null and pricing_quantity is not null'
        ) }} as contracted_cost_not_price_times_quantity,
        {{ breach(
            'billing_period_end <= billing_period_start',
            'billing_period_start is not null and billing_period_end is not null'
        ) }} as billing_period_reversed,
        {{ breach(
            'charge_period_end <= charge_period_start',
            'charge_period_start is not null and charge_period_end is not null'
        ) }} as charge_period_reversed,
        {{ breach(
            'charge_period_start > landed_at',
            'charge_period_start is not null and landed_at is not null and '
            ~ differs('charge_category', "'Purchase'")
        ) }} as charge_in_the_future,
        {{ breach(
            'commitment_discount_status is not null or commitment_discount_name is not null '
            'or commitment_discount_category is not null or commitment_discount_type is not null '
            'or commitment_discount_quantity is not null', 'commitment_discount_id is null'
        ) }} as commitment_without_id,
        {{ breach(
            'commitment_discount_category is null or commitment_discount_type is null',
            'commitment_discount_id is not null'
        ) }} as commitment_not_described,
        {{ breach(
            'commitment_discount_status is null',
            "commitment_discount_id is not null and charge_category = 'Usage'"
        ) }} as commitment_status_missing,
        {{ breach(
            'commitment_discount_quantity is null',
            'commitment_discount_id is not null and is_priced and is_ordinary'
        ) }} as commitment_quantity_missing,
        {{ breach('(commitment_discount_quantity is null) != (commitment_discount_unit is null)') }}
            as commitment_unit_mismatch,
        {{ breach(
            'effective_cost != 0',
            "commitment_discount_id is not null and charge_category = 'Purchase' and is_ordinary"
        ) }} as commitment_purchase_counted_twice,
        {{ breach(
            "charge_frequency = 'Usage-Based' or pricing_category = 'Committed' or "
            ~ differs('resource_id', 'commitment_discount_id'),
            "commitment_discount_id is not null and charge_category = 'Purchase' and is_ordinary"
        ) }} as commitment_purchase_malformed,
        {{ breach(
            'billed_cost != 0',
            "commitment_discount_status = 'Used' and pricing_category = 'Committed' "
            "and charge_category = 'Usage' and is_ordinary"
        ) }} as covered_usage_billed,
        {{ breach(
            "charge_category != 'Usage' or " ~ differs('resource_id', 'commitment_discount_id'),
            "commitment_discount_status = 'Unused'"
        ) }} as commitment_idle_malformed,
        {{ breach('capacity_reservation_id is null', 'capacity_reservation_status is not null') }}
            as reservation_without_id,
        {{ breach(
            'capacity_reservation_status is null',
            "capacity_reservation_id is not null and charge_category = 'Usage'"
        ) }} as reservation_status_missing,
        {{ breach(
            'not ' ~ is_flat_json_object('tags') ~ " or tags like '%\"unreadable_tags\":%'", 'tags is not null'
        ) }} as tags_not_flat,
        {{ breach('not is_currency_known', 'billing_currency is not null') }} as currency_not_iso_4217,
        {{ breach("fx_rate_source = 'no_rate'") }} as currency_without_rate
    from known
)

select * from breaches
