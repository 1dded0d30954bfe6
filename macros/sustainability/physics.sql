{#-
    The arithmetic of energy, carbon and water, in one place. Quantities and factors are DECIMAL(28,12) and DECIMAL(20,12); each product
    is exact and rounded once, as money is (money_times). Units are in the names: IT energy is what servers take, facility energy is that
    times the PUE of the building, once. Carbon is worked out from facility energy, water from IT energy.
-#}

{#- Facility energy. Shape: scalar DECIMAL(28,12), kWh. The only place where a PUE is applied. -#}
{% macro facility_kwh(it_kwh, pue) -%}
{{ money_times(it_kwh, pue) }}
{%- endmacro %}

{#- IT energy of a figure that holds the building already. Shape: scalar DECIMAL(28,12), kWh, rounded to 12 places. -#}
{% macro it_kwh_of_facility(facility_kwh, pue) -%}
cast({{ ratio(facility_kwh, pue) }} as decimal(28, 12))
{%- endmacro %}

{#- Carbon of energy at the meter of the building. Shape: scalar DECIMAL(28,12), grams of CO2 equivalent. -#}
{% macro carbon_g(facility_kwh, g_per_kwh) -%}
{{ money_times(facility_kwh, g_per_kwh) }}
{%- endmacro %}

{#- Litres for one kWh of IT energy: used on site, and off site to make the energy of the building. Shape: scalar DECIMAL(20,12). -#}
{% macro litres_per_it_kwh(wue_onsite, pue, wue_offsite) -%}
cast({{ wue_onsite }} + {{ money_times(wue_offsite, pue) }} as decimal(20, 12))
{%- endmacro %}

{#- Water. Shape: scalar DECIMAL(28,12), litres. NULL where a factor is missing. -#}
{% macro water_litres(it_kwh, litres_per_it_kwh) -%}
{{ money_times(it_kwh, litres_per_it_kwh) }}
{%- endmacro %}

{#- Energy of a million tokens of a class. wh_per_mtok: of output; factor: the class over output. Shape: scalar DECIMAL(20,12), kWh. -#}
{% macro kwh_per_mtok(wh_per_mtok, factor) -%}
cast({{ money_times(wh_per_mtok, factor) }} * 0.001 as decimal(20, 12))
{%- endmacro %}

{#- Energy of tokens, in millions. Shape: scalar DECIMAL(28,12), kWh. -#}
{% macro tokens_kwh(count_mtok, kwh_per_mtok) -%}
{{ money_times(count_mtok, kwh_per_mtok) }}
{%- endmacro %}

{#- Power of one GPU and its part of the host, watts, at a share of its range. Shape: scalar DECIMAL(20,12). -#}
{% macro gpu_watts(idle_w, max_w, utilisation, host_w) -%}
cast({{ idle_w }} + {{ money_times('(' ~ max_w ~ ' - ' ~ idle_w ~ ')', utilisation) }} + {{ host_w }} as decimal(20, 12))
{%- endmacro %}

{#- Energy of GPU hours. Shape: scalar DECIMAL(28,12), kWh. -#}
{% macro gpu_kwh(gpu_hours, watts) -%}
{{ money_times(gpu_hours, watts ~ ' * 0.001') }}
{%- endmacro %}

{#-
    What making hardware emitted, for one hour of its life. For SCI and management views; the year of purchase bears the whole of it in
    scope 3 category 2. Shape: scalar DECIMAL(20,12), grams.
-#}
{% macro embodied_g_per_hour(embodied_kg, lifetime_hours) -%}
cast({{ ratio(embodied_kg, lifetime_hours) }} * 1000 as decimal(20, 12))
{%- endmacro %}
