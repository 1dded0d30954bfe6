-- One row per charge of any source in a slice to build, in the FOCUS contract. A new source is a select here.
select * from {{ ref('int_focus__focus') }}
union all
select * from {{ ref('int_openai_costs__focus') }}
union all
select * from {{ ref('int_anthropic_costs__focus') }}
union all
select * from {{ ref('int_aws_cur__focus') }}
union all
select * from {{ ref('int_vendor_costs__focus') }}
union all
select * from {{ ref('int_azure_cost__focus') }}
union all
select * from {{ ref('int_gcp_billing__focus') }}
union all
select * from {{ ref('int_own_costs__focus') }}
union all
select * from {{ ref('int_prepaid_movements__focus') }}
union all
select * from {{ ref('int_anthropic_analytics__focus') }}
union all
select * from {{ ref('int_copilot_usage__focus') }}
