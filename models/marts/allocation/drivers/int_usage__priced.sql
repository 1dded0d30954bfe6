-- One row per row of owned token usage, with what a million such tokens cost: the model's price of the month,
-- else what the class costs on average with the provider, in the month or in all; NULL where nothing was
-- billed for it.
with usage_rows as (
    select * from {{ ref('int_usage__owned') }}
    where usage_unit = 'tokens' and usage_role = 'counts'
),

models as (
    select * from {{ ref('dim_ai_model') }}
),

prices as (
    select * from {{ ref('int_token_prices__billed') }}
)

select
    usage_rows.*,
    coalesce(
        of_model.price_per_million, of_class.price_per_million, of_all.price_per_million
    ) as price_per_million
from usage_rows
left join models
    on usage_rows.provider_name = models.provider_name and usage_rows.model_name = models.model_name
left join prices as of_model
    on
        of_model.reach = 1
        and usage_rows.provider_name = of_model.provider_name
        and coalesce(models.model_id, usage_rows.model_name) = of_model.model_id
        and usage_rows.token_class = of_model.token_class
        and usage_rows.billing_period = of_model.billing_period
left join prices as of_class
    on
        of_class.reach = 2
        and usage_rows.provider_name = of_class.provider_name
        and usage_rows.token_class = of_class.token_class
        and usage_rows.billing_period = of_class.billing_period
left join prices as of_all
    on
        of_all.reach = 3
        and usage_rows.provider_name = of_all.provider_name
        and usage_rows.token_class = of_all.token_class
