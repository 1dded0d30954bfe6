"""How fresh a figure is: newest day of data and newest landing of what it is made of."""

from dataclasses import dataclass
from datetime import date, datetime

from finops.figures import Figures
from finops.reporting.catalogue.spend import DATA_DAY

LANDED = (
    "(select max(landed_at) from core.fct_deliveries as deliveries"
    " inner join reference.sources as sources on deliveries.source_name = sources.source_name where {})"
)
FRESHNESS = {
    "costs": f"select {DATA_DAY}, {LANDED.format('''sources.path = 'cost' ''')}",
    "requests": "select (select max(request_date) from core.fct_ai_requests),"
    f" {LANDED.format('''sources.path = 'requests' ''')}",
    "invoices": "select (select max(invoice_date) from core.fct_invoices),"
    f" {LANDED.format('''sources.source_name = 'invoices' ''')}",
    "budgets": f"select {DATA_DAY}, {LANDED.format('''sources.source_name = 'budgets' ''')}",
}


@dataclass(frozen=True)
class Freshness:
    """Newest day of data and when the newest of it was landed; None where there is none."""

    day: date | None
    landed_at: datetime | None


def freshness(figures: Figures) -> dict[str, Freshness]:
    """Return how fresh the data is, by what figures say it lags behind."""
    return {name: Freshness(*figures.rows(query)[0]) for name, query in FRESHNESS.items()}


def reporting_currency(figures: Figures) -> str | None:
    """Return the reporting currency, None before any rate is known."""
    found = figures.rows(
        "select distinct reporting_currency from core.fct_costs where reporting_currency is not null"
    )
    return found[0][0] if len(found) == 1 else None
