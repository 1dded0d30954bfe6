-- One row per charge of a FOCUS export in a slice to build, with what the name of a Microsoft meter says.
with charges as (
    select * from {{ ref('int_focus__metered') }}
),

worded as (
    select
        *,
        case
            when lower(coalesce(provider_name, service_provider_name, invoice_issuer_name)) like '%microsoft%'
                then {{ azure_meter_words('sku_meter') }}
        end as azure_words,
        {{ azure_is_provisioned('sku_meter') }} as is_provisioned
    from charges
)

select
    *,
    {{ azure_token_class('azure_words') }} as azure_token_class,
    {{ azure_service_tier('azure_words') }} as azure_service_tier,
    {{ azure_model('azure_words', 'charge_description') }} as azure_model_name
from worded
