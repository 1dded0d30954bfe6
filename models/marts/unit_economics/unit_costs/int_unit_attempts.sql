-- One row per unit and attempt that belongs to it: of which request, session, cycle or task it is, and what
-- it costs in the reporting currency.
with requests as (
    select
        requests.*,
        rates.reporting_currency,
        {{ money_times('requests.lowest_contracted_cost', 'rates.fx_rate') }} as lowest_cost,
        {{ money_times('requests.highest_contracted_cost', 'rates.fx_rate') }} as highest_cost
    from {{ ref('fct_priced_requests') }} as requests
    left join {{ ref('fct_fx_rates') }} as rates
        on
            requests.contracted_currency = rates.billing_currency
            and requests.billing_period = rates.billing_period
            and rates.invoice_id is null
),

attempts as (
    {% for unit, terms in request_units().items() %}
        select
            '{{ unit }}' as unit,
            {{ terms[0] }} as subject_id,
            {{ terms[2] }} as is_done,
            request_date as usage_date,
            {% for column in unit_dimensions() %}
                {{ column }},
            {% endfor %}
            coalesce(reporting_currency, 'unknown') as currency,
            lowest_cost,
            highest_cost
        from requests
        where {{ terms[1] }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from attempts
