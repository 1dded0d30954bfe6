-- What a driver did to the company is what it did to all teams, and to all products, exactly.
{{ config(group='unit_economics') }}
select
    comparison_id,
    currency,
    driver,
    sum(case when scope_kind = 'company' then amount else 0 end) as of_company,
    sum(case when scope_kind = 'team' then amount else 0 end) as of_teams,
    sum(case when scope_kind = 'product' then amount else 0 end) as of_products
from {{ ref('fct_cost_bridge') }}
group by comparison_id, currency, driver
having
    sum(case when scope_kind = 'company' then amount else 0 end)
    != sum(case when scope_kind = 'team' then amount else 0 end)
    or sum(case when scope_kind = 'company' then amount else 0 end)
    != sum(case when scope_kind = 'product' then amount else 0 end)
    or count(distinct scope_kind) != 3
