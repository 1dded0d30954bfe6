-- One row per comparison of versions and charge: to a target, into a pool, or to nobody, with the version
-- tried.
with machines as (
    {{ machines_of_charges(ref('int_charges__compared')) }}
)

select * from (
    {{ routes_of_charges(
        ref('int_charges__compared'), ref('int_charges__rules_tried'), 'machines', ['comparison_id']
    ) }}
) as routed
