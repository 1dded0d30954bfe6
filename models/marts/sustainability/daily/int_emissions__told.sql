-- One row per work, way to know its emissions and basis.
select * from {{ ref('int_emissions__reported') }}
union all
select * from {{ ref('int_emissions__energy') }}
union all
select * from {{ ref('int_emissions__spend') }}
