{#-
    What each factor of a product did to it between two states, each by the same rule whatever their order: exact Shapley values.
    Shape: a relation of `columns` and one DECIMAL(28,12) per factor, named as it. A sum of products is one row per product: values of
    its rows are added up (decimals, so in any order) and made to add up to the difference in money by `footed`.

    relation: a row per product, with the DOUBLE columns <factor>_base and <factor>_compared of each factor, none NULL; a factor that a
    product does not have is 1 in both. columns: what to keep of it. factors: their names, up to 16.

    Averaging over all orders takes 2^f corners. In a product each factor occurs once, so its value is also the integral over
    t from 0 to 1 of its own difference times the product of all others at t of their way, a polynomial of degree f - 1, which
    f / 2 points of Gauss and Legendre add up without error. So cost is f squared per row, and 0 is a value as any other.
    Errors: a NULL factor gives NULL; values beyond 1e16 stop the query.
-#}
{% macro shapley(relation, columns, factors) -%}
{%- set points = quadrature_points((factors | length + 1) // 2) -%}
select
    {{ columns | join(', ') }},
    {%- for factor in factors %}
    cast(
        ({{ factor }}_compared - {{ factor }}_base) * (
            {%- for point in points %}
            {{ point[1] }}{% for other in factors if other != factor %} * {{ other }}_at_{{ points.index(point) }}{% endfor -%}
            {{ ' +' if not loop.last }}
            {%- endfor %}
        ) as decimal(28, 12)
    ) as {{ factor }}{{ ',' if not loop.last }}
    {%- endfor %}
from (
    select
        *,
        {%- for factor in factors %}
        {%- set factor_place = loop %}
        {%- for point in points %}
        {{ factor }}_base * (1 - {{ point[0] }}) + {{ factor }}_compared * {{ point[0] }} as {{ factor }}_at_{{ loop.index0 }}
        {{- ',' if not (loop.last and factor_place.last) }}
        {%- endfor %}
        {%- endfor %}
    from {{ relation }}
) as on_the_way
{%- endmacro %}

{#- Points from 0 to 1 and their weights, which add up polynomials of degree 2n - 1 exactly (Gauss and Legendre). Shape: list of pairs of SQL doubles. -#}
{% macro quadrature_points(count_points) -%}
{%- set points = {
    1: [
        ('0.5e0', '1.0e0'),
    ],
    2: [
        ('0.2113248654051871e0', '0.5e0'),
        ('0.7886751345948129e0', '0.5e0'),
    ],
    3: [
        ('0.11270166537925831e0', '0.2777777777777778e0'),
        ('0.5e0', '0.4444444444444444e0'),
        ('0.8872983346207417e0', '0.2777777777777778e0'),
    ],
    4: [
        ('0.06943184420297371e0', '0.17392742256872692e0'),
        ('0.33000947820757187e0', '0.32607257743127305e0'),
        ('0.6699905217924281e0', '0.32607257743127305e0'),
        ('0.9305681557970263e0', '0.17392742256872692e0'),
    ],
    5: [
        ('0.046910077030668004e0', '0.11846344252809454e0'),
        ('0.23076534494715845e0', '0.23931433524968324e0'),
        ('0.5e0', '0.28444444444444444e0'),
        ('0.7692346550528415e0', '0.23931433524968324e0'),
        ('0.953089922969332e0', '0.11846344252809454e0'),
    ],
    6: [
        ('0.03376524289842399e0', '0.08566224618958518e0'),
        ('0.16939530676686773e0', '0.1803807865240693e0'),
        ('0.38069040695840156e0', '0.23395696728634552e0'),
        ('0.6193095930415985e0', '0.23395696728634552e0'),
        ('0.8306046932331322e0', '0.1803807865240693e0'),
        ('0.966234757101576e0', '0.08566224618958518e0'),
    ],
    7: [
        ('0.025446043828620736e0', '0.06474248308443485e0'),
        ('0.12923440720030277e0', '0.13985269574463832e0'),
        ('0.2970774243113014e0', '0.19091502525255946e0'),
        ('0.5e0', '0.2089795918367347e0'),
        ('0.7029225756886985e0', '0.19091502525255946e0'),
        ('0.8707655927996972e0', '0.13985269574463832e0'),
        ('0.9745539561713793e0', '0.06474248308443485e0'),
    ],
    8: [
        ('0.019855071751231884e0', '0.05061426814518813e0'),
        ('0.10166676129318664e0', '0.11119051722668724e0'),
        ('0.2372337950418355e0', '0.15685332293894363e0'),
        ('0.4082826787521751e0', '0.181341891689181e0'),
        ('0.591717321247825e0', '0.181341891689181e0'),
        ('0.7627662049581645e0', '0.15685332293894363e0'),
        ('0.8983332387068134e0', '0.11119051722668724e0'),
        ('0.9801449282487681e0', '0.05061426814518813e0'),
    ],
} -%}
{{ return(points[count_points]) }}
{%- endmacro %}
