"""What part of each charge each target of its pool has, exact to the last unit: worked out, never stored.

Charges of a pool stand in one order (by size, the largest last), its targets in another. With A the amounts
of the first charges added up and w the weights of the first targets, F = floor(A * w / all weights); of the
last charge F is what the targets got, added up. The part of a charge and target is F less that of the charge
before, less that of the target before, and that of both. So the parts of a charge make the charge, those of a
target make what it got, and each is within two units of 1e-12 of its exact share, whatever the signs, also
where a pool adds up to 0.
"""

from collections.abc import Sequence

MEASURES = (
    "billed_cost", "effective_cost", "contracted_cost", "list_cost", "billed_cost_reporting",
    "effective_cost_reporting", "contracted_cost_reporting", "list_cost_reporting",
)  # fmt: skip

# Of the charges of a pool up to one: what they add up to; the last and largest takes what rounding left.
ORDERED = """coalesce(
            sum({m}) over (
                partition by pool_id order by abs({m}) nulls first, step_id rows unbounded preceding
            ), 0
        ) as first_{m},
        row_number() over (partition by pool_id order by abs({m}) desc nulls last, step_id desc) = 1
            as is_last_{m}"""


def parts_query(
    steps: str, charges: str = "true", targets: str = "true", measures: Sequence[str] = MEASURES
) -> str:
    """Return a query: pool_id, step_id of the charge, charge_id, step_id of the target, measures.

    `steps` is a relation like allocation.fct_allocation_trace that holds all steps of the pools asked about;
    `charges` and `targets` are conditions on it that say which charges and which targets are shown.
    """
    return f"""
with steps as (select * from {steps}),

charges as (
    select
        pool_id, step_id, from_id as charge_id, ({charges}) as is_asked,
        {_each(measures, f"{_units('{m}')} as {{m}}")}
    from steps
    where step_kind = 'charge_to_pool'
),

ordered_charges as (
    select
        *,
        {_each(measures, ORDERED)}
    from charges
),

targets as (
    select
        pool_id, step_id, target_kind, target_id, ({targets}) as is_asked,
        greatest(coalesce({_units("weight")}, 0), 0) as weight_given,
        {_each(measures, f"{_units('{m}')} as {{m}}")}
    from steps
    where step_kind = 'pool_to_target'
),

weighed_targets as (
    select
        *,
        case
            when sum(weight_given) over (partition by pool_id) = 0 then 1::hugeint
            else weight_given
        end as weight
    from targets
),

ordered_targets as (
    select
        *,
        sum(weight) over (partition by pool_id)::hugeint as weights,
        sum(weight) over of_pool::hugeint as first_weights,
        {_each(measures, "coalesce(sum({m}) over of_pool, 0) as first_{m}")}
    from weighed_targets
    window of_pool as (
        partition by pool_id order by target_kind, target_id, step_id rows unbounded preceding
    )
)

select
    charges.pool_id, charges.step_id as charge_step_id, charges.charge_id,
    targets.step_id as target_step_id,
    {_each(measures, _part("{m}"))}
from ordered_charges as charges
inner join ordered_targets as targets on charges.pool_id = targets.pool_id
where charges.is_asked and targets.is_asked
"""


def _each(measures: Sequence[str], template: str) -> str:
    return ",\n        ".join(template.replace("{m}", measure) for measure in measures)


def _units(column: str) -> str:
    """Whole units of the last place of a decimal, as a number of 128 bits: its text without the point."""
    return f"cast(replace(cast({column} as varchar), '.', '') as hugeint)"


def _part(measure: str) -> str:
    charge, before = f"charges.first_{measure}", f"charges.first_{measure} - charges.{measure}"
    got, got_before = f"targets.first_{measure}", f"targets.first_{measure} - coalesce(targets.{measure}, 0)"
    weights, weights_before = "targets.first_weights", "targets.first_weights - targets.weight"
    units = (
        f"case when charges.is_last_{measure} then ({got}) - ({got_before})"
        f" else {_floor(charge, weights)} - {_floor(charge, weights_before)} end"
        f" - {_floor(before, weights)} + {_floor(before, weights_before)}"
    )
    return (
        f"case when charges.{measure} is not null then cast(cast({units} as decimal(28, 0))"
        f" * cast(0.000000000001 as decimal(12, 12)) as decimal(28, 12)) end as {measure}"
    )


def _floor(amount: str, weight: str) -> str:
    """The floor of amount * weight / weights, without a product above 38 digits."""
    size = f"abs({amount})"
    whole = f"({size} // targets.weights) * ({weight})"
    rest = f"(({size} % targets.weights) * ({weight}))"
    up = f"({rest} + targets.weights - 1) // targets.weights"
    return f"(case when {amount} >= 0 then {whole} + {rest} // targets.weights else -({whole} + {up}) end)"
