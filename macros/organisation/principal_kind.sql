{#-
    What a principal is, by the form of its id. Shape: scalar text: seat, service_account, role_session, user, key or unknown.

    service_account: what providers and GitHub name so (accounts of Google, `svac_`, `svc_acct_`, `[bot]`), an AWS role itself or its
    session on a machine (`i-`), and ids that begin with `svc-`, as in the list of keys. role_session: any other session of an AWS role,
    whose name may be a person's. user: everybody else. What is not known to be a machine counts as a person.
-#}
{% macro principal_kind(principal_id, api_key_id, is_seat='false') -%}
{%- set name = 'lower(' ~ principal_id ~ ')' -%}
case
    when {{ principal_id }} is not null and {{ is_seat }} then 'seat'
    when
        {{ name }} like '%gserviceaccount.com' or {{ name }} like '%[bot]' or {{ name }} like 'svc-%'
        or left({{ name }}, 5) = 'svac_' or left({{ name }}, 9) = 'svc_acct_' or {{ name }} like 'arn:%:iam::%:role/%'
        then 'service_account'
    when {{ name }} like 'arn:%:sts::%:assumed-role/%'
        then
            case
                when {{ name }} like '%:assumed-role/awsreservedsso%' or {{ name }} like '%@%' then 'user'
                when {{ name }} like '%:assumed-role/%/i-0%' then 'service_account'
                else 'role_session'
            end
    when {{ principal_id }} is not null then 'user'
    when {{ api_key_id }} is not null then 'key'
    else 'unknown'
end
{%- endmacro %}

{#- Whether a kind of principal is a person, or may be one. Shape: scalar boolean. -#}
{% macro is_person(principal_kind) -%}
{{ principal_kind }} in ('user', 'role_session', 'seat')
{%- endmacro %}

{#- Whether a unit of a price or quantity is a seat. Shape: scalar boolean, never NULL. -#}
{% macro is_seat_unit(unit) -%}
coalesce(
    lower({{ unit }}) in (
        'seat', 'seats', 'user', 'users', 'user-month', 'user-months', 'usermonths', 'user months', 'license', 'licenses',
        'licence', 'licences'
    ), false
)
{%- endmacro %}

{#- How many persons a group has at least that is shown by itself. Shape: a whole number. -#}
{% macro smallest_group() -%}
5
{%- endmacro %}
