"""A home folder made by hand for the tests of the command: ledger entries, public tables, both tiny."""

import json
from pathlib import Path
from typing import Any

import duckdb

from finops.project import Project

# id, slice (see SLICES), day, currency, billed, in USD, key, project (see PROJECTS)
CHARGES = [
    ("c1", "openai-08", 3, "USD", "100.104", "100.104", "k1", "p1"),
    ("c2", "openai-08", 9, "USD", "50.001", "50.001", "k1", "p1"),
    ("c3", "openai-09", 2, "USD", "30.40", "30.40", "k1", "p1"),
    ("c4", "openai-09", 5, "USD", "20.00", "20.00", "k2", "p2"),
    ("c5", "aws-09", 1, "USD", "700.00", "700.00", None, "s1"),
    ("c6", "aws-09", 7, "USD", "-10.00", "-10.00", None, "s1"),
    ("c7", "azure-09", 4, "EUR", "200.00", "220.00", None, "s2"),
    ("c8", "azure-09", 6, "CHF", "9.999999999999", None, None, "s2"),
]
# provider, issuer, source, scope, period
SLICES = {
    "openai-08": ("OpenAI", None, "openai_costs", "default", "2026-08"),
    "openai-09": ("OpenAI", None, "openai_costs", "default", "2026-09"),
    "aws-09": ("AWS", "AWS Inc", "focus", "aws/1", "2026-09"),
    "azure-09": ("Azure", "MS", "focus", "azure/2", "2026-09"),
}
# name, account and its name
PROJECTS = {
    "p1": ("Search prod", "a1", "Vega Ltd"),
    "p2": ("Vega labs", "a1", "Vega Ltd"),
    "s1": ("sandbox", "0012", None),
    "s2": ("Assist EU", "77", None),
}
OWNED = {"c1": "search", "c2": "search", "c7": "assist"}
TAGS = [("c5", "squad", "vega"), ("c6", "squad", "vega"), ("c5", "env", "prod"), ("c7", "env", "dev")]


# kind, its kind and value, name, provider, money, currency, reason, billed, last seen, guess, because, gain
OPEN_ITEMS = [
    ("unmapped_tag_key", "tag_key", "env", "dev", "AWS", "700", "USD", None, "USD 700.00", "2026-09-01",
     "environment", "its words", 0.9),
    ("unmapped_project", "project", "s1", "sandbox", "AWS", "690", "USD", None, "USD 690.00", "2026-09-07",
     None, None, 0.9),
    ("unmapped_tag", "tag", "squad=vega", None, "AWS", "690", "USD", None, "USD 690.00", "2026-09-07",
     "vega", "squad looks like a team key", 0.9),
    ("unmapped_tag_key", "tag_key", "squad", "vega", "AWS", "690", "USD", None, "USD 690.00", "2026-09-07",
     "team", "its words", 0.9),
    ("unreconciled_invoice", "invoice", "INV-8", "rounding", "OpenAI", "0.01", "USD", None, "USD 0.01",
     "2026-08-31", None, None, None),
    ("unmapped_principal", "principal", "ann@x.example", None, "OpenAI", "40", "USD", None, "USD 40.00",
     "2026-09-02", None, None, 0.05),
    ("unmapped_key", "key", "k1", None, "OpenAI", "30.40", "USD", None, "USD 30.40", "2026-09-02", "search",
     "owns 100 % of its owned charges", 0.04),
    ("rule_finding", "rule", "allocation_shares_not_100: rule network-split version 1 makes 99.0 %",
     "Fixed shares that do not make 100 percent", None, "20", "USD", None, "USD 20.00", "2026-09-01", None,
     None, None),
    ("unmapped_project", "project", "s2", "Assist EU", "Azure", None, "USD", "no_rate", "CHF 10.00",
     "2026-09-06", None, None, None),
    ("rule_finding", "rule", "owner_periods_overlap: owners tag app=x from 2026-06-01",
     "Two owners named for the same days", None, None, "USD", "no_amount_known", None, None, None, None,
     None),
]  # fmt: skip


def entry(delivery_id: str, **changes: Any) -> dict[str, Any]:
    """Return a ledger entry of one FOCUS delivery of two rows."""
    values: dict[str, Any] = {
        "delivery_id": delivery_id,
        "source_name": "focus",
        "delivery_scope": "aws/1",
        "dialect": "aws",
        "billing_period": "2026-09",
        "restatement_style": "whole_period",
        "is_append_part": False,
        "is_demo": False,
        "grouping": None,
        "days": [],
        "export_time": None,
        "is_invoiced": False,
        "delivered_at": None,
        "landed_at": "2026-09-30T10:00:00Z",
        "landing_sequence": 1,
        "currencies": ["USD"],
        "tables": [{"table_name": "cost_and_usage", "rows": 2}],
        "files": [ledger_file(delivery_id, 2, "690.00")],
        "drift": [],
        "project_version": "0.1.0",
    }
    return values | changes


def ledger_file(content_hash: str, rows: int, billed: str | None, quarantined: int = 0) -> dict[str, Any]:
    """Return what the ledger holds of one file."""
    return {
        "source_file": f"{content_hash}.csv",
        "content_hash": content_hash,
        "bytes": 100,
        "rows_in_file": rows + quarantined,
        "rows_landed": rows,
        "rows_quarantined": quarantined,
        "rows_in_delivery": rows,
        "billed_total": billed,
    }


def write_entry(project: Project, values: dict[str, Any]) -> Path:
    """Commit a ledger entry and return its folder."""
    folder = project.landing / values["source_name"] / values["delivery_id"]
    folder.mkdir(parents=True)
    (folder / "load.json").write_text(json.dumps(values), encoding="utf-8")
    return folder


def make_tables(path: Path) -> None:
    """Write a database with the public tables that the command reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as con:
        for schema in ("core", "allocation", "unit_economics", "governance", "staging"):
            con.execute(f"create schema {schema}")
        con.execute(
            """
            create table core.fct_costs (
                charge_id text, provider_name text, invoice_issuer_name text, source_name text,
                delivery_scope text, billing_period text, charge_period_start timestamp,
                billing_currency text, billed_cost decimal(28, 12), billed_cost_reporting decimal(28, 12),
                api_key_id text, sub_account_id text, sub_account_name text, billing_account_id text,
                billing_account_name text, reporting_currency text, slice_id text, cost_origin text
            );
            create table core.fct_cost_slices (slice_id text, billing_period text);
            create table core.bridge_cost_tags (charge_id text, tag_key text, tag_value text);
            create table core.dim_owner (owner_kind text, owner_value text, team text);
            create table core.dim_tag_key (tag_key text, meaning text);
            create table core.fct_deliveries (delivery_id text);
            create table allocation.fct_allocated_costs (
                charge_id text, target_id text, team text, billing_currency text,
                billed_cost decimal(28, 12), billed_cost_reporting decimal(28, 12)
            );
            create table unit_economics.fct_token_prices (
                provider_name text, model_name text, token_class text, service_tier text, billing_period text,
                billing_currency text, billed_cost decimal(38, 12), tokens decimal(38, 12), reason text
            );
            create table governance.fct_open_items (
                item_rank integer, kind text, owner_kind text, owner_value text, item_name text,
                provider_name text, money_at_stake decimal(38, 12), reporting_currency text,
                money_reason text, billed_by_currency text, last_seen_date date, suggestion text,
                because text, coverage_gained double, what_to_do text
            );
            create table governance.fct_ingestion_health (
                source_name text, delivery_scope text, billing_period text, is_invoiced boolean,
                charge_date date, count_rows bigint
            );
            create table governance.fct_invoice_reconciliation (
                invoice_issuer_name text, invoice_id text, billing_period text, billing_currency text,
                invoiced_amount decimal(28, 12), billed_cost decimal(38, 12), difference decimal(38, 12),
                cause text
            );
            create table governance.fct_source_findings (
                source_name text, delivery_scope text, billing_period text, rule text, billing_currency text,
                count_rows bigint, money decimal(38, 12), severity text, what_to_ask text,
                rule_family text, title text
            );
            """
        )
        for number, slice_name, day, currency, billed, in_usd, key, project in CHARGES:
            provider, issuer, source, scope, period = SLICES[slice_name]
            start = f"{period}-{day:02d} 00:00:00"
            charge = (number, provider, issuer, source, scope, period, start, currency, billed, in_usd, key)
            con.execute(
                f"insert into core.fct_costs values ({', '.join(['?'] * 15)}, 'USD', 's', 'provider_bill')",
                [*charge, project, *PROJECTS[project]],
            )
            team = OWNED.get(number)
            con.execute(
                "insert into allocation.fct_allocated_costs values (?, ?, ?, ?, ?, ?)",
                [number, team or "unallocated", team, currency, billed, in_usd],
            )
        con.executemany("insert into core.bridge_cost_tags values (?, ?, ?)", TAGS)
        con.executemany(
            f"insert into governance.fct_open_items values ({', '.join(['?'] * 14)}, 'Do it')",
            [(rank, *item) for rank, item in enumerate(OPEN_ITEMS, 1)],
        )
        con.execute(
            """
            create table core.fct_cost_identities as
            select
                'tag' as owner_kind, tag_key || '=' || tag_value as owner_value, billing_currency,
                sum(billed_cost) as billed_cost, sum(billed_cost_reporting) as billed_cost_reporting
            from core.bridge_cost_tags inner join core.fct_costs using (charge_id)
            group by owner_value, billing_currency;

            insert into governance.fct_ingestion_health values
                ('openai_costs', 'default', '2026-08', false, '2026-08-09', 1),
                ('openai_costs', 'default', '2026-09', false, '2026-09-05', 1),
                ('openai_costs', 'default', '2026-09', false, '2026-09-06', 0),
                ('focus', 'aws/1', '2026-09', true, '2026-09-07', 1),
                ('focus', 'aws/1', '2026-09', true, '9999-01-01', 1),
                ('focus', 'azure/2', '2026-09', false, '2026-09-06', 1);
            insert into governance.fct_invoice_reconciliation values
                ('OpenAI', 'INV-8', '2026-08', 'USD', 150.10, 150.105, -0.005, 'rounding'),
                ('OpenAI', 'not invoiced 2026-09', '2026-09', 'USD', null, 50.40, null, 'not_yet_invoiced'),
                ('AWS Inc', 'A-9', '2026-09', 'USD', 690.00, 690.00, 0, 'agrees'),
                ('MS', 'not invoiced 2026-09', '2026-09', 'EUR', null, 200, null, 'not_yet_invoiced');
            insert into unit_economics.fct_token_prices values
                ('OpenAI', 'old', 'input', 'standard', '2026-08', 'USD', 900, 1000000, null),
                ('OpenAI', 'm', 'input', 'standard', '2026-09', 'USD', 30, 4000000, null),
                ('OpenAI', 'm', 'input', 'standard', '2026-09', 'USD', 10, 1000000, null),
                ('OpenAI', 'm', 'output', 'batch', '2026-09', 'USD', 5, null, 'usage_missing_on_some_days');
            """
        )
