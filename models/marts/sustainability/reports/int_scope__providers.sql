-- One row per month and provider with a carbon report: the provider's own scopes, grams.
select
    usage_month as usage_period,
    provider_name,
    {% for measure in provider_scopes() %}
        cast(sum({{ measure }}_kg) * 1000 as decimal(28, 12)) as provider_{{ measure }}_g,
    {% endfor %}
    count(*) as count_figures
from {{ ref('fct_provider_emissions') }}
where is_counted
group by usage_month, provider_name
