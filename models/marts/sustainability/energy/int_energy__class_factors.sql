-- One row per token class: its energy as a part of that of output, with and without input inside of output.
with factors as (
    select
        *,
        row_number() over (partition by token_class order by known_from desc) as recency
    from {{ ref('token_energy_factors') }}
),

newest as (
    select * from factors
    where recency = 1
)

select
    newest.token_class,
    newest.of_class,
    newest.method_version,
    {% for end in ends() %}
        case
            when newest.of_class = 'output' then newest.factor_{{ end }}
            else {{ money_times('newest.factor_' ~ end, 'whole.factor_' ~ end) }}
        end as factor_{{ end }},
        -- The factor of its own over the class it hangs on, all else central.
        case
            when newest.of_class = 'output' then newest.factor_{{ end }}
            else {{ money_times('newest.factor_' ~ end, 'whole.factor_central') }}
        end as own_factor_{{ end }},
    {% endfor %}
    classes.direction = 'input' as is_input
from newest
inner join {{ ref('token_classes') }} as classes on newest.token_class = classes.token_class
left join newest as whole on newest.of_class = whole.token_class
