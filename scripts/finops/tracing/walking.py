"""The steps of a way, as rows of the temporary table `way`: a way of a million charges is a few queries.

Steps: billed (file to charge), owned (charge to its own target), pooled (charge into pool), chained (pool
into pool, shares only), part (what a target has of charges in a pool), shared (pool to target, whole) and
booked (target to journal line).
"""

from dataclasses import dataclass

from finops.figures import Figures
from finops.tracing.expanding import MEASURES, parts_query
from finops.tracing.finding import Found

STEPS = ("billed", "owned", "pooled", "chained", "shared", "part", "booked")
COLUMNS = (
    "step", "from_kind", "from_id", "to_kind", "to_id", "what", "pool_name", "target_kind", "target_id",
    "cost_part", "rule_id", "rule_version", "allocation_method", "share", "billing_period",
    "billing_currency", *MEASURES, "reporting_currency", "invoice_issuer_name", "invoice_id", "delivery_id",
    "source_file", "source_row",
)  # fmt: skip
SUMS = ", ".join(f"cast(sum({measure}) as decimal(38, 12)) as {measure}" for measure in MEASURES)
AMOUNTS = ", ".join(MEASURES)
TRACE = "allocation.fct_allocation_trace"
ALLOCATED = "allocation.fct_allocated_costs"
JOURNAL = "allocation.fct_chargeback_journal"
MONEY = f"billing_period, billing_currency, reporting_currency, {AMOUNTS}"
ENDS = "from_kind, from_id, to_kind, to_id"
RULE = "rule_id, rule_version, allocation_method, share"
TARGET = "target_kind, target_id, cost_part"


@dataclass(frozen=True)
class Way:
    """What was traced, and in which direction: forward from charges, or back to them."""

    found: Found
    is_forward: bool


def walk(figures: Figures, found: Found) -> Way:
    """Fill the temporary table `way` with the steps of what was found."""
    con = figures.connection
    types = {"rule_version": "integer", "share": "double", "source_row": "bigint"}
    types |= {measure: "decimal(38, 12)" for measure in MEASURES}
    columns = ", ".join(f"{column} {types.get(column, 'varchar')}" for column in COLUMNS)
    con.execute(f"create or replace temp table way ({columns})")
    con.execute("create or replace temp table asked_charges (charge_id varchar)")
    con.execute("create or replace temp table asked_parts (allocated_cost_id varchar)")
    is_forward = found.kind in ("charge", "invoice")
    if is_forward:
        column = "charge_id" if found.kind == "charge" else "invoice_id"
        asked = f"insert into asked_charges select charge_id from core.fct_costs where {column} = ?"
        con.execute(asked, [found.id])
        of_charges = "from_id in (select charge_id from asked_charges)"
        _owned(figures, "charge_id in (select charge_id from asked_charges)")
        _pool_steps(figures, of_charges)
        _parts(figures, of_charges, "true", found.kind == "charge")
    else:
        con.execute(f"insert into asked_parts {_parts_of(found)}", [found.id])
        asked = "(select allocated_cost_id from asked_parts)"
        of_targets = f"step_id in {asked}"
        _owned(figures, f"allocated_cost_id in {asked} and charge_id is not null")
        _pool_steps(figures, f"pool_id in (select pool_id from {TRACE} where {of_targets})")
        _shared(figures, of_targets)
        _parts(figures, "true", of_targets, True)
        con.execute(
            "insert into asked_charges select distinct from_id from way where step in ('owned', 'pooled')"
        )
    _billed(figures)
    if figures.has("allocation", "fct_chargeback_journal"):
        _booked(figures)
    return Way(found, is_forward)


def _parts_of(found: Found) -> str:
    if found.kind == "allocated cost":
        return f"select allocated_cost_id from {ALLOCATED} where allocated_cost_id = ?"
    if found.kind == "pool":
        return f"select allocated_cost_id from {ALLOCATED} where pool_id = ?"
    return (
        f"select allocated.allocated_cost_id from {ALLOCATED} as allocated"
        f" inner join {JOURNAL} as journal on {_SAME_LINE}"
        " where journal.journal_line_id = ?"
    )


# How an allocated cost finds its line of a reallocation: as the books name cost centres.
_SAME_LINE = """
    journal.journal_type = 'reallocation' and journal.account_kind = 'expense'
    and journal.billing_period = allocated.billing_period
    and journal.legal_entity is not distinct from allocated.legal_entity
    and journal.currency = coalesce(allocated.billing_currency, 'unknown')
    and journal.cost_class is not distinct from allocated.cost_class
    and journal.cost_center = coalesce(allocated.team, allocated.target_id)
    and journal.cost_center_kind = case
        when allocated.team is not null then 'team'
        when allocated.target_id = 'unallocated' then 'unallocated'
        else allocated.target_kind
    end
"""


def _insert(figures: Figures, step: str, query: str, columns: str) -> None:
    figures.connection.execute(f"insert into way (step, {columns}) select '{step}', {columns} from ({query})")


def _billed(figures: Figures) -> None:
    query = """
        select
            'file' as from_kind, source_file as from_id, 'charge' as to_kind, charge_id as to_id,
            concat_ws(', ', provider_name, service_name, charge_category, resource_name) as what, *
        from core.fct_costs
        where charge_id in (select charge_id from asked_charges)
    """
    invoiced = "invoice_issuer_name, invoice_id, delivery_id, source_file, source_row"
    _insert(figures, "billed", query, f"{ENDS}, what, {MONEY}, {invoiced}")


def _owned(figures: Figures, condition: str) -> None:
    query = f"""
        select
            'charge' as from_kind, charge_id as from_id, 'allocated_cost' as to_kind,
            allocated_cost_id as to_id, *,
            case
                when owner_rule != 'none' then concat('owner by ', owner_rule, ': ', owner_evidence)
            end as what
        from {ALLOCATED}
        where charge_id is not null and {condition}
    """
    _insert(figures, "owned", query, f"{ENDS}, what, {TARGET}, {RULE}, {MONEY}")


def _pool_steps(figures: Figures, condition: str) -> None:
    """Charges into pools, and from the nodes of those pools whatever they feed, however far."""
    pooled = f"from {TRACE} where step_kind = 'charge_to_pool' and {condition}"
    _insert(figures, "pooled", f"select * {pooled}", f"{ENDS}, pool_name, cost_part, {RULE}, {MONEY}")
    query = f"""
        with recursive reached as (
            select distinct pool_node_id as node_id {pooled}
            union
            select trace.to_id
            from reached
            inner join {TRACE} as trace
                on trace.step_kind = 'pool_to_pool' and trace.from_id = reached.node_id
        )

        select *, amounts_reason as what from {TRACE}
        where step_kind = 'pool_to_pool' and from_id in (select node_id from reached)
    """
    _insert(
        figures, "chained", query, f"{ENDS}, what, pool_name, target_kind, target_id, {RULE}, billing_period"
    )


def _shared(figures: Figures, condition: str) -> None:
    query = f"select * from {TRACE} where step_kind = 'pool_to_target' and {condition}"
    _insert(figures, "shared", query, f"{ENDS}, pool_name, {TARGET}, {RULE}, {MONEY}")


def _parts(figures: Figures, charges: str, targets: str, is_each: bool) -> None:
    """What targets have of charges: of each charge, or of all charges of an invoice together."""
    figures.connection.execute(
        f"create or replace temp table asked_pools as select * from {TRACE}"
        " where pool_id in (select distinct to_id from way where step = 'pooled')"
    )
    each = "select * from cells"
    together = f"""
        select pool_id, target_step_id, cast(null as varchar) as charge_id, {SUMS}
        from cells
        group by pool_id, target_step_id
    """
    query = f"""
        with cells as ({parts_query("asked_pools", charges, targets)}),

        parts as ({each if is_each else together})

        select
            case when parts.charge_id is null then 'pool' else 'charge' end as from_kind,
            coalesce(parts.charge_id, parts.pool_id) as from_id,
            steps.* exclude (from_kind, from_id, {AMOUNTS}),
            parts.* exclude (pool_id, charge_id)
        from parts
        inner join asked_pools as steps on parts.target_step_id = steps.step_id
    """
    _insert(figures, "part", query, f"{ENDS}, pool_name, {TARGET}, {RULE}, {MONEY}")


def _booked(figures: Figures) -> None:
    """The lines of the journal that bear what was traced; their amounts are of the whole line, effective."""
    query = f"""
        select distinct
            'allocated_cost' as from_kind, allocated.allocated_cost_id as from_id,
            'journal_line' as to_kind, journal.journal_line_id as to_id,
            concat_ws(
                ' ', 'account', coalesce(journal.gl_account, journal.gl_account_reason),
                'debit', journal.debit, 'credit', journal.credit
            ) as what,
            journal.cost_center_kind as target_kind, journal.cost_center as target_id,
            journal.billing_period, journal.currency as billing_currency,
            journal.exact_amount as effective_cost
        from {ALLOCATED} as allocated
        inner join {JOURNAL} as journal on {_SAME_LINE}
        where allocated.allocated_cost_id in (select to_id from way where step in ('owned', 'shared', 'part'))
    """
    amounts = "billing_period, billing_currency, effective_cost"
    _insert(figures, "booked", query, f"{ENDS}, what, target_kind, target_id, {amounts}")
