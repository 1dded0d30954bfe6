"""A small project to publish: a warehouse made with DuckDB alone, and a manifest that says what is public."""

import json
from pathlib import Path

import duckdb

from finops.expectations.exit import FOCUS_COLUMNS
from finops.project import Project

TABLES = {
    "core.fct_costs": (["charge_id"], "One row per charge as billed."),
    "core.focus_cost_and_usage": (['"x_ChargeId"'], "One row per charge, in FOCUS names."),
    "core.fct_ai_requests": (["request_id"], "One row per request."),
    "core.dim_owner": (["owner_kind", "owner_value"], "One row per owner's value."),
    "allocation.fct_allocated_costs": (["charge_id", "target_id"], "One row per charge and target."),
}
PRINCIPALS = ("alice.smith@example.com", "user-9f27", "bob", "arn:aws:iam::12:user/dora lee", "platform")


def make_project(home: Path) -> Project:
    """Return a project whose root and home are `home`, with manifest and warehouse of build 1."""
    project = Project(root=home, home=home)
    build(project, 1)
    write_manifest(project)
    return project


COSTS = """
create or replace table core.fct_costs as
with charges as (
    select period, number, 1 + number % 5 as person
    from (select unnest(['2025-08', '2025-09']) as period), range(10) as t(number)
)
select
    period || '-' || number as charge_id,
    'focus' as source_name,
    period as billing_period,
    'provider_bill' as cost_origin,
    case when period = '2025-09' then {number} end as build_number,
    case number % 2 when 0 then 'USD' else 'EUR' end as billing_currency,
    cast(number * 1.125 as decimal(28, 12)) as billed_cost,
    cast(number as decimal(28, 12)) as effective_cost,
    cast(number as decimal(28, 12)) as contracted_cost,
    cast(null as decimal(28, 12)) as list_cost,
    [
        'alice.smith@example.com', 'user-9f27', 'bob', 'arn:aws:iam::12:user/dora lee', null
    ][person] as principal_id,
    [
        '{{"owner":"bob","n":7}}',
        '{{"mail":"carol@example.org","by":"user-9f27"}}',
        'asked by arn:aws:iam::12:user/dora lee',
        '{{"team":"platform","of":"bobsleigh"}}',
        null
    ][person] as tags
from charges
union all
select
    'new-' || number, 'focus', '2025-09', 'provider_bill', {number}, 'USD', 1, 1, 1, null, null, null
from range({number}) as t(number)
"""
OTHERS = """
create or replace table core.fct_ai_requests as
select
    'r' || number as request_id, {number} as build_number, 'platform' as principal_id,
    'customer-1' as customer_id, 'engineering' as department
from range(5) as t(number);

create or replace table core.dim_owner as
select * from (
    values
        ('principal', 'user-9f27', 'search'),
        ('tag', 'owner=bob', 'search'),
        ('account', '0012', 'platform')
) as t(owner_kind, owner_value, team);

create or replace table allocation.fct_allocated_costs as
select
    charge_id, 'search' as target_id, 'principal' as owner_rule,
    coalesce(principal_id, 'none') as owner_evidence, source_name, billing_period, billing_currency,
    billed_cost, effective_cost, contracted_cost, list_cost, build_number
from core.fct_costs;
"""


def build(project: Project, number: int) -> None:
    """Write the warehouse as build `number` leaves it: September grows with the builds, August stays."""
    project.warehouse.parent.mkdir(exist_ok=True)
    with duckdb.connect(str(project.warehouse)) as con:
        for schema in ("core", "allocation", "staging"):
            con.execute(f"create schema if not exists {schema}")
        con.execute("create or replace view staging.hidden as select 1 as one")
        con.execute(COSTS.format(number=number))
        con.execute(f"create or replace view core.focus_cost_and_usage as {_focus_select()}")
        con.execute(OTHERS.format(number=number))


def _focus_select() -> str:
    filled = {
        "BilledCost": "billed_cost",
        "EffectiveCost": "effective_cost",
        "ContractedCost": "contracted_cost",
        "ListCost": "coalesce(list_cost, contracted_cost)",
        "BillingCurrency": "billing_currency",
        "Tags": "tags",
    }
    chosen = []
    for column in FOCUS_COLUMNS:
        kind = "decimal(28, 12)" if column.endswith(("UnitPrice", "Cost")) else "varchar"
        chosen.append(f'{filled.get(column, f"cast(null as {kind})")} as "{column}"')
    chosen += [
        'charge_id as "x_ChargeId"',
        'source_name as "x_SourceName"',
        'billing_period as "x_BillingPeriod"',
    ]
    # A view of dbt names its database too.
    return f"select {', '.join(chosen)} from ai_finops.core.fct_costs"


def write_manifest(project: Project) -> None:
    """Write the part of dbt's manifest that publishing reads."""
    nodes: dict[str, dict] = {}
    for full_name, (key, description) in TABLES.items():
        schema, name = full_name.split(".")
        with duckdb.connect(str(project.warehouse), read_only=True) as con:
            columns = [row[0] for row in con.execute(f"describe {full_name}").fetchall()]
        nodes[f"model.{name}"] = {
            "resource_type": "model",
            "schema": schema,
            "name": name,
            "alias": name,
            "description": description,
            "config": {"access": "public"},
            "columns": {
                column: {
                    "name": column,
                    "description": f"The {column}.",
                    "config": {"meta": {"is_published": False}} if column == "department" else {},
                }
                for column in columns
            },
        }
        nodes[f"test.{name}"] = {
            "resource_type": "test",
            "test_metadata": {"name": "grain_is", "kwargs": {"columns": key}},
            "attached_node": f"model.{name}",
        }
    nodes["model.hidden"] = {
        "resource_type": "model",
        "schema": "staging",
        "name": "hidden",
        "config": {"access": "private"},
    }
    manifest = project.root / "target" / "manifest.json"
    manifest.parent.mkdir(exist_ok=True)
    manifest.write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
