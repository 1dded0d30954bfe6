-- One row per contract, SKU, model, token class, tier, unit and start of validity: what was landed last.
with contracts as (
    select * from {{ ref('stg_contracts__contracts') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('contracts', [
        'contract_id', 'sku_id', 'model_name', 'token_class', 'tier_from', 'unit', 'valid_from',
    ]) }}
)

select
    md5(
        {{ identity([
            'contract_id', 'sku_id', 'model_name', 'token_class', 'tier_from', 'unit', 'valid_from',
        ]) }}
    ) as contract_price_id,
    contract_id,
    vendor_name,
    legal_entity,
    sku_id,
    model_name,
    token_class,
    tier_from,
    price,
    unit,
    discount_percent,
    commitment_amount,
    currency_code,
    payment_terms,
    notice_by,
    valid_from,
    valid_to,
    owner_name,
    delivery_id,
    source_file,
    source_row
from newest
