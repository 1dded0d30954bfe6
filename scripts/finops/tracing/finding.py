"""What an id, or its beginning, is: a charge, invoice, allocated cost, pool or journal line."""

from dataclasses import dataclass

from finops.figures import Figures
from finops.project import FinopsError

NEAREST = 5
SHORTEST_PREFIX = 4
KINDS = {
    "charge": "select charge_id as id from core.fct_costs",
    "invoice": "select distinct invoice_id as id from core.fct_costs where invoice_id is not null"
    " union select invoice_id as id from core.fct_invoices",
    "allocated cost": "select allocated_cost_id as id from allocation.fct_allocated_costs"
    " where charge_id is distinct from allocated_cost_id",
    "pool": "select distinct pool_id as id from allocation.fct_allocation_trace where pool_id is not null",
    "journal line": "select journal_line_id as id from allocation.fct_chargeback_journal",
}


@dataclass(frozen=True)
class Found:
    """One thing that can be traced."""

    kind: str
    id: str


def find(figures: Figures, wanted: str) -> Found:
    """Return what `wanted` is: a whole id, else the only one that begins so.

    Raises FinopsError for an id that is not there, with the nearest, and for a beginning of several.
    """
    wanted = wanted.strip()
    if not wanted:
        raise FinopsError("Say what to trace: a charge, invoice, allocated cost, pool or journal line.")
    ids = _ids(figures)
    query = f"select distinct kind, id from ({ids}) where id = ? order by kind"
    whole = _found(figures, query, [wanted])
    if len(whole) == 1:
        return whole[0]
    if whole:
        raise FinopsError(
            f"Several things have the id `{wanted}`: {_listed(whole)}. Trace one of their charges instead."
        )
    query = f"select distinct kind, id from ({ids}) where starts_with(id, ?) order by kind, id"
    is_long = len(wanted) >= SHORTEST_PREFIX
    begun = _found(figures, f"{query} limit {NEAREST + 1}", [wanted]) if is_long else []
    if len(begun) == 1:
        return begun[0]
    if begun:
        more = " and more" if len(begun) > NEAREST else ""
        raise FinopsError(
            f"Several ids begin with `{wanted}`: {_listed(begun[:NEAREST])}{more}."
            " Give more of the one you mean."
        )
    raise FinopsError(_unknown(figures, wanted, ids))


def _ids(figures: Figures) -> str:
    """All ids there are, as a query; journal lines only where the journal is built."""
    has_journal = figures.has("allocation", "fct_chargeback_journal")
    kinds = {kind: query for kind, query in KINDS.items() if kind != "journal line" or has_journal}
    return " union all ".join(f"select '{kind}' as kind, id from ({query})" for kind, query in kinds.items())


def _found(figures: Figures, query: str, parameters: list[str]) -> list[Found]:
    return [Found(kind, id_) for kind, id_ in figures.rows(query, parameters)]


def _unknown(figures: Figures, wanted: str, ids: str) -> str:
    """Invoices are compared whole, because people type them; other ids only where they begin alike."""
    near = _found(
        figures,
        f"select kind, id from (select distinct kind, id from ({ids})"
        " where kind = 'invoice' or starts_with(lower(id), lower(left(?, 4)))"
        f") order by levenshtein(lower(left(id, 64)), lower(left(?, 64))), kind, id limit {NEAREST}",
        [wanted, wanted],
    )
    short = f" A beginning needs {SHORTEST_PREFIX} characters." if len(wanted) < SHORTEST_PREFIX else ""
    nearest = f" Nearest: {_listed(near)}." if near else ""
    return (
        f"No charge, invoice, allocated cost, pool or journal line has the id `{wanted}` in"
        f" {figures.path.name}.{short}{nearest} Ids stand in core.fct_costs and"
        " allocation.fct_allocated_costs; what was landed since the last build shows after `finops refresh`."
    )


def _listed(found: list[Found]) -> str:
    return ", ".join(f"{one.id} ({one.kind})" for one in found)
