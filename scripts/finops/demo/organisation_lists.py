"""What the demo company says of itself: products, customers, keys, runs, changes, drivers and its rules."""

from collections.abc import Iterator
from datetime import date, timedelta

from finops.demo import outcomes
from finops.demo.engine import Demo, literal
from finops.demo.organisation_books import budgets, contracts, fiscal_periods, postings, revenue
from finops.demo.organisation_words import (
    ACCOUNTS_OF_THE_LEDGER,
    ALLOCATION_RULES,
    DRIVERS,
    GMBH,
    HARDWARE,
    INC,
    INITIATIVES,
    LEGAL_ENTITIES,
    POOL_POLICIES,
    PRODUCT_NAMES,
    SITES,
    THRESHOLDS,
    THROUGHPUT,
    USE_CASES,
    Row,
    plan,
)
from finops.demo.story import (
    CODING_TOOL,
    CUSTOMERS,
    INCIDENT_KEY,
    ISSUERS,
    KEYS,
    PRODUCTS,
    RELEASES,
    TEAM_CHANGE_FROM,
    TEAM_CHANGE_KEY,
    TEAM_CHANGE_TO,
    key_id,
)
from finops.landing.contracts import contract


def write(demo: Demo) -> None:
    """Write the lists; all of them land in one call, after the data that they are about."""
    lists = {
        "products": list(_products(demo)),
        "customers": list(_customers(demo)),
        "keys": list(_keys(demo)),
        "legal_entities": LEGAL_ENTITIES,
        "initiatives": INITIATIVES,
        "training_runs": list(_training_runs(demo)),
        "known_changes": list(_known_changes(demo)),
        "comparisons": list(_comparisons(demo)),
        "sites": SITES,
        "hardware": HARDWARE,
        "contracts": list(contracts(demo)),
        "budgets": list(budgets(demo)),
        "revenue": list(revenue(demo)),
        "business_drivers": list(_drivers(demo)),
        "allocation_rules": ALLOCATION_RULES,
        "pool_policies": POOL_POLICIES,
        "policy_exceptions": list(_exceptions(demo)),
        "thresholds": THRESHOLDS,
        "fiscal_periods": list(fiscal_periods(demo)),
        "gl_accounts": ACCOUNTS_OF_THE_LEDGER,
        "gl_postings": list(postings(demo)),
        "seats": list(_seats(demo)),
        "outcomes": outcomes.rows(demo),
    }
    for name, rows in lists.items():
        columns = [column.name for column in contract(name, name)]
        demo.table(
            f"list_{name}",
            ", ".join(f'"{column}" VARCHAR' for column in columns),
            [tuple(row.get(column) for column in columns) for row in rows],
        )
        demo.copy(name, f"organisation/{name}.csv", f"SELECT * FROM list_{name}", "FORMAT csv, HEADER")
    demo.step("Organisation: lists", [f"organisation/{name}.csv" for name in lists], None)


def _products(demo: Demo) -> Iterator[Row]:
    """The copilot is used inside until it is sold, from the day on which the team of a key changes."""
    sold_from = demo.story.team_change_day
    for product, (name, cost_class, phase, entity, owner) in PRODUCT_NAMES.items():
        row = {
            "product": product, "name": name, "cost_class": cost_class, "life_cycle_phase": phase,
            "use_case": USE_CASES.get(owner), "legal_entity": entity, "owner": owner,
        }  # fmt: skip
        if product == PRODUCTS["assist"]:
            yield row | {"cost_class": "internal", "valid_to": sold_from}
            yield row | {"valid_from": sold_from, "note": "sold from here on"}
        else:
            yield row


def _customers(demo: Demo) -> Iterator[Row]:
    for number, customer in enumerate(CUSTOMERS):
        yield {
            "customer": customer,
            "name": customer.replace("-", " ").title(),
            "segment": ("logistics", "retail", "food", "industry")[number % 4],
            "plan": plan(number),
            "country": "DE" if number % 3 == 2 else "US",
            "legal_entity": GMBH if number % 3 == 2 else INC,
            "is_internal": "no",
        }


def _keys(demo: Demo) -> Iterator[Row]:
    """Keys whose owner is known; the ones that nobody owns are not in the list."""
    keys = demo.rows(
        "SELECT DISTINCT key_number, copy, key_id, name FROM llm_keys"
        " WHERE is_named ORDER BY key_number, copy"
    )
    for number, copy, identity, name in keys:
        key = KEYS[number]
        if not key.has_owner:
            continue
        row: Row = {
            "key_id": identity, "key_name": name, "provider": ISSUERS[key.vendor], "team": key.team,
            "product": PRODUCTS.get(key.team or ""), "environment": key.environment,
            "use_case": USE_CASES.get(key.team or ""), "principal": f"svc-{name}",
        }  # fmt: skip
        if key.name == TEAM_CHANGE_KEY and copy == 0:
            moved = demo.story.team_change_day
            yield row | {"team": TEAM_CHANGE_FROM, "valid_to": moved}
            yield row | {"team": TEAM_CHANGE_TO, "product": None, "valid_from": moved}
        else:
            yield row


def _seats(demo: Demo) -> Iterator[Row]:
    """The forty seats of the coding tool's yearly licence: twelve have a name, five are no engineers."""
    row: Row = {
        "vendor": CODING_TOOL, "product": CODING_TOOL, "plan": "team", "price": "20", "currency": "USD",
        "valid_from": demo.story.first_day,
    }  # fmt: skip
    for number in range(1, 13):
        is_engineer = number <= 7
        yield row | {
            "principal": f"u{number:02d}",
            "department": "engineering" if is_engineer else "marketing",
            "works_as": "engineer" if is_engineer else "other",
        }
    yield row | {"count": "28", "note": "not told by name"}


def _training_runs(demo: Demo) -> Iterator[Row]:
    """A fine-tuning a month on the eighth, and one pretraining that failed and went on in the month after."""
    for number, month in enumerate(demo.story.months):
        start = month.replace(day=8)
        yield {
            "run_id": f"ft-{start:%Y-%m-%d}", "name": "Pick model fine-tuning", "kind": "fine_tuning",
            "model": f"pickarm-vl-{number + 1}", "started_at": f"{start} 06:00:00",
            "ended_at": f"{start + timedelta(days=1)} 14:30:00", "status": "completed", "team": "perception",
            "product": PRODUCTS["perception"], "initiative": "pick-model-3", "provider": ISSUERS["gcp"],
            "cluster": "tessaline-research-ml", "gpu_type": "H100", "gpu_hours": "32.5",
        }  # fmt: skip
    first, second = (month.replace(day=14) for month in demo.story.months[:2])
    for start, status, parent, hours in (
        (first, "failed", None, "368.5"),
        (second, "completed", f"pt-{first:%Y-%m-%d}", "912"),
    ):
        yield {
            "run_id": f"pt-{start:%Y-%m-%d}", "name": "Vision backbone", "kind": "pretraining",
            "model": "backbone-5", "parent_run_id": parent, "started_at": f"{start} 00:00:00",
            "ended_at": f"{start + timedelta(days=5)} 00:00:00", "status": status, "team": "research",
            "product": "model-research", "initiative": "pick-model-3", "provider": ISSUERS["aws"],
            "cluster": "tessaline-research", "gpu_type": "H100", "gpu_hours": hours,
            "note": "node lost" if status == "failed" else None,
        }  # fmt: skip


def _known_changes(demo: Demo) -> Iterator[Row]:
    release = demo.story.release_day
    moved = demo.story.team_change_day
    yield {
        "change_id": "search-r12", "kind": "release", "description": "Release 12 of manual search",
        "scope_kind": "product", "scope_value": PRODUCTS["search"], "starts_on": release, "direction": "up",
        "expected_percent": "15", "release": RELEASES[1], "owner": "search",
    }  # fmt: skip
    yield {
        "change_id": "caption-to-research", "kind": "other",
        "description": f"{TEAM_CHANGE_KEY} goes to research", "scope_kind": "key",
        "scope_value": key_id(TEAM_CHANGE_KEY), "starts_on": moved, "direction": "either",
        "owner": "platform",
    }  # fmt: skip
    days = demo.story.incident_days
    yield {
        "change_id": "catalog-rerun", "kind": "incident", "description": f"{INCIDENT_KEY} ran twice",
        "scope_kind": "key", "scope_value": key_id(INCIDENT_KEY), "starts_on": days[0],
        "ends_before": days[-1] + timedelta(days=1), "direction": "up", "expected_percent": "100",
        "owner": "search",
    }  # fmt: skip


def _comparisons(demo: Demo) -> Iterator[Row]:
    """Two weeks before a release with the two weeks after it."""
    release = demo.story.release_day
    fortnight = timedelta(days=14)
    yield {
        "comparison": f"release {RELEASES[1]}", "base_from": release - fortnight, "base_before": release,
        "compared_from": release, "compared_before": release + fortnight,
    }  # fmt: skip


def _drivers(demo: Demo) -> Iterator[Row]:
    """A figure a day and driver: fewer at weekends, and the same for the same seed; throughput by team."""
    days = (demo.story.last_day - demo.story.first_day).days + 1
    for place, (driver, product, team, usual) in enumerate(DRIVERS):
        figures = demo.rows(
            f"SELECT day, round({usual} * {demo.copies} * (0.9 + 0.2 * dice(day::VARCHAR, 'driver {place}'))"
            f" * CASE WHEN isodow(day) > 5 THEN 0.4 ELSE 1 END)::BIGINT FROM (SELECT"
            f" {literal(demo.story.first_day)} + number::INTEGER AS day FROM range({days}) AS days(number))"
            " ORDER BY day"
        )
        for day, quantity in figures:
            yield {
                "driver_date": day, "grain": "day", "driver": driver, "product": product, "team": team,
                "quantity": quantity, "unit": driver,
            }  # fmt: skip
    for team, product, reserved, used in THROUGHPUT:
        for number in range(days):
            day = demo.story.first_day + timedelta(days=number)
            for driver, quantity in (("reserved_capacity", reserved), ("capacity_tokens", used)):
                yield {
                    "driver_date": day, "grain": "day", "driver": driver,
                    "product": product, "team": team, "quantity": quantity, "unit": "PTU Hours",
                    "note": "shared throughput vision-ptu",
                }  # fmt: skip


def _exceptions(demo: Demo) -> Iterator[Row]:
    yield {
        "exception_id": "legacy-scripts", "policy": "unowned", "scope_kind": "key",
        "scope_value": key_id("legacy-scripts"), "amount_limit": "900", "currency": "USD",
        "reason": "is switched off at the end of the year", "owner": "platform", "approved_by": "cfo-office",
        "valid_from": demo.story.first_day, "valid_to": date(demo.story.first_day.year + 1, 1, 1),
    }  # fmt: skip
