-- One row per thing counted in a slice to build, in the usage contract. A new source is a select here.
select * from {{ ref('int_openai_usage__tokens') }}
union all
select * from {{ ref('int_openai_usage__counted') }}
union all
select * from {{ ref('int_anthropic_usage__tokens') }}
union all
select * from {{ ref('int_ai_requests__tokens') }}
union all
select * from {{ ref('int_bill_usage__tokens') }}
union all
select * from {{ ref('int_anthropic_claude_code__tokens') }}
union all
select * from {{ ref('int_copilot_usage__tokens') }}
