{#-
    Money in whole units of its currency's smallest coin: cents, whole yen, thousandths of a dinar. Shape: scalar DECIMAL(38,12),
    rounded once, half away from zero. minor_units: decimal places of the currency (seed `currencies`); 2 where unknown.
-#}
{% macro smallest_units(amount, minor_units) -%}
case coalesce({{ minor_units }}, 2)
    when 0 then cast(round({{ amount }}, 0) as decimal(38, 12))
    when 3 then cast(round({{ amount }}, 3) as decimal(38, 12))
    when 4 then cast(round({{ amount }}, 4) as decimal(38, 12))
    else cast(round({{ amount }}, 2) as decimal(38, 12))
end
{%- endmacro %}

{#- The smallest coin itself. Shape: scalar DECIMAL(38,12). -#}
{% macro smallest_unit(minor_units) -%}
case coalesce({{ minor_units }}, 2)
    when 0 then cast(1 as decimal(38, 12))
    when 3 then cast(0.001 as decimal(38, 12))
    when 4 then cast(0.0001 as decimal(38, 12))
    else cast(0.01 as decimal(38, 12))
end
{%- endmacro %}
