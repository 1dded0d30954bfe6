-- One row per rule and version that takes charges themselves, with the pool it puts them in.
select *
from {{ ref('int_allocation_rules__versions') }}
where filter_pool is null and valid_from < valid_to
