{#- The columns of FOCUS 1.2 that core.focus_cost_and_usage has and FOCUS 1.3 keeps, in its order. Shape: list of names. -#}
{% macro focus_columns() -%}
{{ return([
    'AvailabilityZone', 'BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingAccountType', 'BillingCurrency',
    'BillingPeriodEnd', 'BillingPeriodStart', 'CapacityReservationId', 'CapacityReservationStatus', 'ChargeCategory', 'ChargeClass',
    'ChargeDescription', 'ChargeFrequency', 'ChargePeriodEnd', 'ChargePeriodStart', 'CommitmentDiscountCategory',
    'CommitmentDiscountId', 'CommitmentDiscountName', 'CommitmentDiscountQuantity', 'CommitmentDiscountStatus',
    'CommitmentDiscountType', 'CommitmentDiscountUnit', 'ConsumedQuantity', 'ConsumedUnit', 'ContractedCost',
    'ContractedUnitPrice', 'EffectiveCost', 'InvoiceId', 'InvoiceIssuerName', 'ListCost', 'ListUnitPrice', 'PricingCategory',
    'PricingCurrency', 'PricingCurrencyContractedUnitPrice', 'PricingCurrencyEffectiveCost', 'PricingCurrencyListUnitPrice',
    'PricingQuantity', 'PricingUnit', 'ProviderName', 'PublisherName', 'RegionId', 'RegionName', 'ResourceId', 'ResourceName',
    'ResourceType', 'ServiceCategory', 'ServiceName', 'ServiceSubcategory', 'SkuId', 'SkuMeter', 'SkuPriceDetails', 'SkuPriceId',
    'SubAccountId', 'SubAccountName', 'SubAccountType', 'Tags',
]) }}
{%- endmacro %}

{#- Columns of FOCUS 1.3 that name who provides the service and whose infrastructure it runs on. Shape: list of names. -#}
{% macro focus_provider_columns() -%}
{{ return(['ServiceProviderName', 'HostProviderName']) }}
{%- endmacro %}

{#- What adds up in FOCUS: of a part of a pool its part, with the unit that all charges must share. Shape: map of name to unit. -#}
{% macro focus_measures() -%}
{{ return({
    'BilledCost': 'BillingCurrency', 'EffectiveCost': 'BillingCurrency', 'ContractedCost': 'BillingCurrency', 'ListCost': 'BillingCurrency',
    'PricingQuantity': 'PricingUnit', 'ConsumedQuantity': 'ConsumedUnit', 'CommitmentDiscountQuantity': 'CommitmentDiscountUnit',
    'PricingCurrencyEffectiveCost': 'PricingCurrency',
}) }}
{%- endmacro %}

{#- What says how something was used and priced, which money that only moves has not. Shape: list of names. -#}
{% macro focus_columns_of_use() -%}
{{ return([
    'CommitmentDiscountQuantity', 'CommitmentDiscountUnit', 'ConsumedQuantity', 'ConsumedUnit', 'ContractedUnitPrice',
    'ListUnitPrice', 'PricingCategory', 'PricingCurrencyContractedUnitPrice', 'PricingCurrencyEffectiveCost',
    'PricingCurrencyListUnitPrice', 'PricingQuantity', 'PricingUnit', 'SkuId', 'SkuMeter', 'SkuPriceDetails', 'SkuPriceId',
]) }}
{%- endmacro %}

{#-
    A FOCUS column of a line of allocated cost: that of its charge `focus`; of a transfer an adjustment of effective cost alone.
    Shape: scalar of the column's type. `lines` has is_transfer and effective_cost.
-#}
{% macro focus_of_line(column) -%}
{%- set of_charge = 'focus."' ~ column ~ '"' -%}
{%- if column == 'ChargeCategory' -%}
case when lines.is_transfer then 'Adjustment' else {{ of_charge }} end
{%- elif column == 'EffectiveCost' -%}
case when lines.is_transfer then coalesce(lines.effective_cost, 0) else {{ of_charge }} end
{%- elif column in ['BilledCost', 'ContractedCost', 'ListCost'] -%}
case when lines.is_transfer then 0 else {{ of_charge }} end
{%- elif column in focus_columns_of_use() -%}
case when not lines.is_transfer then {{ of_charge }} end
{%- else -%}
{{ of_charge }}
{%- endif -%}
{%- endmacro %}

{#-
    A FOCUS column of a pool: what adds up is added up where all charges have it in one unit; a span is that of all charges; anything
    else is the value that all charges have, else NULL. Shape: scalar of the column's type, an aggregate.
-#}
{% macro focus_of_pool(column) -%}
{%- set name = '"' ~ column ~ '"' -%}
{%- set unit = focus_measures().get(column) -%}
{%- if unit == 'BillingCurrency' -%}
cast(sum({{ name }}) as decimal(28, 12))
{%- elif unit -%}
case
        when count({{ name }}) = count(*) and min("{{ unit }}") = max("{{ unit }}") and count("{{ unit }}") = count(*)
            then cast(sum({{ name }}) as decimal(28, 12))
    end
{%- elif column in ['ChargePeriodStart', 'BillingPeriodStart'] -%}
min({{ name }})
{%- elif column in ['ChargePeriodEnd', 'BillingPeriodEnd'] -%}
max({{ name }})
{%- else -%}
case when min({{ name }}) = max({{ name }}) and count({{ name }}) = count(*) then min({{ name }}) end
{%- endif -%}
{%- endmacro %}

{#- The name of a FOCUS column in which the charges of a pool differ, one that some lack included. Shape: scalar text, an aggregate. -#}
{% macro mixed_in_pool(column) -%}
{%- set name = '"' ~ column ~ '"' -%}
{%- if column in ['ChargePeriodStart', 'ChargePeriodEnd', 'BillingPeriodStart', 'BillingPeriodEnd'] -%}
cast(null as varchar)
{%- else -%}
case when min({{ name }}) != max({{ name }}) or count({{ name }}) not in (0, count(*)) then '{{ column }}' end
{%- endif -%}
{%- endmacro %}
