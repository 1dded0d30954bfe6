"""A company made of core tables alone, to test the allocation: charges, owners, rules, policies, drivers.

Rows are written into a warehouse that was built with nothing landed; then only the allocation is built.
"""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from running_dbt import Dbt, DbtRun

MEASURES = ("billed_cost", "effective_cost", "contracted_cost", "list_cost")
FAR = date(9999, 12, 31)
Row = dict[str, object]


@dataclass
class Company:
    """Rows per core table; `write` puts them into a warehouse."""

    tables: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **row: object) -> None:
        """One row of core.<table>; columns that are left out are NULL."""
        self.tables.setdefault(table, []).append(row)

    def charge(
        self, charge_id: str, day: date, amount: Decimal | str, team: str | None = None, **more: object
    ) -> None:
        """One charge that costs `amount` in every measure, twice that in the reporting currency."""
        amount = Decimal(amount)
        period = f"{day:%Y-%m}"
        row: Row = {
            "charge_id": charge_id, "source_name": "made", "delivery_scope": "made", "provider_name": "Cloud",
            "billing_account_id": "account", "charge_category": "Usage", "billing_period": period,
            "billing_currency": "USD", "reporting_currency": "EUR", "slice_id": f"made|made|{period}",
            "slice_version": "1",
        }  # fmt: skip
        for measure in MEASURES:
            row |= {measure: amount, f"{measure}_reporting": 2 * amount}
        owner_rule = "none" if team is None else "key"
        purpose = {
            "charge_id": charge_id, "charge_date": day, "team": team, "owner_rule": owner_rule,
            "owner_confidence": None if team is None else "high",
            "is_owner_ambiguous": False, "billing_period": period, "slice_id": row["slice_id"],
            "slice_version": "1",
            "source_name": "made",
        }  # fmt: skip
        for name in (
            "owner_rule",
            "owner_evidence",
            "product",
            "environment",
            "customer",
            "legal_entity",
            "cost_class",
        ):
            if name in more:
                purpose[name] = more.pop(name)
        self.add("fct_costs", **row | more)
        self.add("fct_cost_purposes", **purpose)

    def rule(self, rule_id: str, target: str | None = None, **more: object) -> None:
        """One line of a rule; what is left out is as in most rules."""
        lines = self.tables.setdefault("dim_allocation_rule", [])
        given = {
            "allocation_rule_id": f"{rule_id} {len(lines)}", "rule_id": rule_id, "rule_version": 1,
            "priority": 100,
            "stage": "platform", "method": "fixed_share", "target_kind": "team", "target": target,
            "owner_name": "keeper",
        }  # fmt: skip
        lines.append(given | more)

    def driver(self, name: str, day: date, team: str, quantity: Decimal | str) -> None:
        """What a team used of a driver on a day."""
        known = self.tables.setdefault("fct_business_drivers", [])
        self.add(
            "fct_business_drivers", business_driver_id=str(len(known)), driver_date=day, driver_grain="day",
            driver_name=name, team=team, quantity=Decimal(quantity),
        )  # fmt: skip

    def policy(self, policy: str, choice: str, owner: str, valid_from: date, valid_to: date = FAR) -> None:
        """One policy for every pool."""
        self.add(
            "dim_pool_policy", pool_name="*", policy=policy, choice=choice, owner_name=owner,
            valid_from=valid_from,
            valid_to=valid_to, is_overlap_resolved=False,
        )  # fmt: skip

    def write(self, warehouse: Path, folder: Path) -> None:
        """Put all rows into the core tables of the warehouse, in the order in which they were added."""
        with duckdb.connect(str(warehouse)) as connection:
            for table, rows in self.tables.items():
                path = folder / f"{table}.jsonl"
                path.write_text("\n".join(json.dumps(row, default=str) for row in rows), encoding="utf-8")
                types = dict(
                    connection.execute(
                        "select column_name, data_type from duckdb_columns()"
                        " where schema_name = 'core' and table_name = ?",
                        [table],
                    ).fetchall()
                )
                names = list(dict.fromkeys(name for row in rows for name in row))
                casts = ", ".join(f'cast("{name}" as {types[name]}) as "{name}"' for name in names)
                texts = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
                connection.execute(
                    f"insert into core.{table} by name"
                    f" select {casts} from read_json("
                    f"'{path}', format = 'newline_delimited', columns = {{{texts}}})"
                )


def allocate(company: Company, dbt: Dbt, folder: Path, *more: str) -> DbtRun:
    """Build the allocation of a company, with the data tests on it."""
    warehouse = dbt.home / "warehouse" / "ai_finops.duckdb"
    assert dbt.empty is not None
    if not warehouse.exists():
        shutil.copy(dbt.empty(), warehouse)
    company.write(warehouse, folder)
    return dbt("build", "-s", "models/marts/allocation", "--indirect-selection", "buildable", *more)


def handed_out(amount: Decimal, weights: dict[str, Decimal]) -> dict[str, Decimal]:
    """What each target gets: largest remainder over units of 1e-12, in whole numbers of Python."""
    places = Decimal(10) ** 12
    units, sign = abs(int(amount * places)), -1 if amount < 0 else 1
    whole = {target: int(weight * 10**6) for target, weight in weights.items()}
    total = sum(whole.values())
    parts = {target: units * weight // total for target, weight in whole.items()}
    left = units - sum(parts.values())
    by_remainder = sorted(whole, key=lambda target: (-(units * whole[target] % total), target))
    for target in by_remainder[:left]:
        parts[target] += 1
    return {target: sign * Decimal(part) / places for target, part in parts.items()}


def rows(items: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Rows in an order of their own, to compare."""
    return sorted(items, key=str)
