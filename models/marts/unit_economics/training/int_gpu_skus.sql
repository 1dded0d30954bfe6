-- One row per provider, meter, text and units of usage by the hour that is of GPU machines: which GPUs.
with sold as (
    select distinct
        provider_name,
        sku_meter,
        charge_description,
        pricing_unit,
        consumed_unit
    from {{ ref('fct_costs') }}
    where
        charge_category = 'Usage'
        and cost_origin = 'provider_bill'
        and (lower(pricing_unit) like '%hour%' or lower(pricing_unit) like 'hrs%')
),

with_words as (
    select
        *,
        lower(coalesce(sku_meter, '') || ' ' || coalesce(charge_description, '')) as words,
        lower(pricing_unit) like '%gpu%' as is_per_gpu
    from sold
),

-- A reservation of machines is told beside the machines that use it.
fitting as (
    select
        with_words.*,
        machines.gpu_kind,
        case
            when with_words.is_per_gpu or machines.counted_per = 'gpu' then cast(1 as decimal(12, 6))
            else machines.gpus
        end as gpus_per_unit,
        row_number() over (
            partition by
                with_words.provider_name, with_words.sku_meter, with_words.charge_description,
                with_words.pricing_unit, with_words.consumed_unit
            order by machines.provider_name is null asc, length(machines.sku_words) desc
        ) as place
    from with_words
    inner join {{ ref('gpu_machines') }} as machines
        on
            with_words.words like '%' || machines.sku_words || '%'
            and (with_words.provider_name = machines.provider_name or machines.provider_name is null)
            and (machines.provider_name is not null or with_words.is_per_gpu)
    where with_words.words not like '%reservation:%'
)

select
    provider_name,
    sku_meter,
    charge_description,
    pricing_unit,
    consumed_unit,
    gpu_kind,
    gpus_per_unit
from fitting
where place = 1
