-- One row per record of a carbon report of any cloud, every version and level, in kilograms.
select * from {{ ref('int_aws_carbon__emissions') }}
union all
select * from {{ ref('int_azure_carbon__emissions') }}
union all
select * from {{ ref('int_gcp_carbon__emissions') }}
