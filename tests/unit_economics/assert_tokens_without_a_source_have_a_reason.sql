-- A price is blank exactly where a reason says why.
{{ config(group='unit_economics') }}
select *
from {{ ref('fct_token_prices') }}
where
    (billed_cost_per_million_tokens is null) != (reason is not null)
    or (tokens is null) != (tokens_source = 'none')
