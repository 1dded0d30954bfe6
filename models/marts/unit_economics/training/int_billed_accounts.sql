-- One row per provider and number or name of an account that is billed, in small letters.
select provider_name, lower(sub_account_id) as account_key from {{ ref('fct_costs') }}
union
select provider_name, lower(sub_account_name) as account_key from {{ ref('fct_costs') }}
union
select provider_name, lower(billing_account_id) as account_key from {{ ref('fct_costs') }}
union
select provider_name, lower(billing_account_name) as account_key from {{ ref('fct_costs') }}
