{#-
    The scopes of unit costs of requests: what a row is of, and the columns that say which. Shape: a map of scope kind to the columns of
    unit_dimensions() that it keeps. Requests without one of them are in no row of the scope, but for releases: before the first known
    one is a release too.
-#}
{% macro unit_scopes() -%}
{{ return({
    'company': [],
    'team': ['team'],
    'product': ['product'],
    'feature': ['product', 'feature'],
    'release': ['product', 'release_name'],
    'feature_release': ['product', 'feature', 'release_name'],
    'model': ['provider_name', 'model_id'],
    'feature_model': ['product', 'feature', 'provider_name', 'model_id'],
    'agent': ['agent_id'],
}) }}
{%- endmacro %}

{#- Which requests have a place in a scope. Shape: a WHERE clause, empty for the company. -#}
{% macro has_scope(kept) -%}
{%- set needed = kept | reject('equalto', 'release_name') | list -%}
{%- if needed %}where {{ needed | join(' is not null and ') }} is not null{% endif -%}
{%- endmacro %}

{#- The dimensions that scopes of unit costs are made of. Shape: list of column names of fct_priced_requests. -#}
{% macro unit_dimensions() -%}
{{ return(['team', 'product', 'feature', 'release_name', 'provider_name', 'model_id', 'agent_id']) }}
{%- endmacro %}

{#- The dimensions of one scope in a select list: a column where the scope keeps it, else NULL. Shape: select items. -#}
{% macro columns_of_scope(kept) -%}
{%- for column in unit_dimensions() %}
{{ column if column in kept else 'cast(null as varchar)' }} as {{ column }},
{%- endfor -%}
{%- endmacro %}

{#-
    The units whose cost requests have, and which attempts belong to each. Shape: a map of unit to (identity of what is counted, attempts
    that belong to it, whether it was done), SQL over fct_priced_requests.
-#}
{% macro request_units() -%}
{{ return({
    'request': ('coalesce(call_id, request_id)', 'true', "status = 'success'"),
    'session': ('session_id', 'session_id is not null', 'true'),
    'agent_cycle': ('coalesce(call_id, request_id)', 'agent_id is not null', "status = 'success'"),
    'accepted_task': ("stated_of || '|' || stated_of_id", 'is_accepted is not null', 'is_accepted'),
}) }}
{%- endmacro %}
