"""The `finops` command. A command imports what it needs when it runs, so that help starts at once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from finops.project import FinopsError, Project, find_project
from finops.screen import Spinner, complain, say, spinner

if TYPE_CHECKING:
    from finops.figures import Figures
    from finops.open_items import OpenItem


class Interrupted(Exception):
    """Ctrl-C, with what is left behind."""


class FriendlyGroup(TyperGroup):
    """Commands whose expected trouble is one message and exit code 1, without a traceback."""

    def invoke(self, ctx: typer.Context) -> object:
        try:
            return super().invoke(ctx)
        except FinopsError as error:
            complain(str(error))
            raise typer.Exit(1) from None
        except Interrupted as interrupted:
            complain(f"\nInterrupted. {interrupted}")
            raise typer.Exit(130) from None


app = typer.Typer(
    cls=FriendlyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="What AI costs, to the cent: land billing exports, build the warehouse, publish, read.",
)

prices_app = typer.Typer(no_args_is_help=True, help="List prices of models.")
app.add_typer(prices_app, name="prices")
energy_app = typer.Typer(no_args_is_help=True, help="Energy per token of models.")
app.add_typer(energy_app, name="energy")


@contextmanager
def leaving(behind: str) -> Iterator[None]:
    """Say what is left behind when Ctrl-C ends the block."""
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(behind) from None


LANDED_WHOLE = (
    "Deliveries that were reported as landed are whole; of the others nothing is landed. Land again."
)
BUILD_GOES_ON = "The published copy is as it was; the next build goes on from what this one finished."


@app.command()
def land(
    targets: Annotated[
        list[str], typer.Argument(metavar="[SOURCE] PATH...", help="Files, folders or globs.")
    ],
    source: Annotated[str | None, typer.Option(help="Source, where the header leaves doubt.")] = None,
    scope: Annotated[
        str | None, typer.Option(help="What this exporter covers, such as the organisation.")
    ] = None,
    append: Annotated[bool, typer.Option("--append", help="A further part: replaces nothing.")] = False,
    delivered_at: Annotated[
        str | None, typer.Option(help="When it was delivered, such as 2026-09-30.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen and land nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Replace with fewer rows without asking.")] = False,
    accept_mapping: Annotated[
        bool, typer.Option("--accept-mapping", help="Take proposed column mappings.")
    ] = False,
) -> None:
    """Land billing exports; the source is recognised by the headers."""
    from finops.land_dialogue import LandRequest, run_land, split_source

    chosen, paths = split_source(targets, source)
    request = LandRequest(tuple(paths), chosen, scope, append, delivered_at, dry_run, yes, accept_mapping)
    with leaving(LANDED_WHOLE):
        is_ok = run_land(find_project(), request)
    if not is_ok:
        raise typer.Exit(1)


@app.command()
def pull(
    vendor: Annotated[str, typer.Argument(help="openai or anthropic.")],
    since: Annotated[str | None, typer.Option(help="First day to read, such as 2026-09-01.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day to read; yesterday without.")] = None,
    scope: Annotated[str, typer.Option(help="What the key covers, such as the organisation.")] = "default",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the requests, without the key, and send none.")
    ] = False,
) -> None:
    """Read a vendor's cost and usage reports from its API and land them; the key is in the environment."""
    from finops.pull_dialogue import run_pull

    with leaving("Nothing of this pull is landed, or whole reports of it. Pull again."):
        is_ok = run_pull(find_project(), vendor, since, until, scope, dry_run)
    if not is_ok:
        raise typer.Exit(1)


@app.command()
def unland(delivery: Annotated[str, typer.Argument(help="Delivery, as `finops status` lists it.")]) -> None:
    """Undo one landing: the delivery is taken out, and what it replaced counts again."""
    from finops.landing import unland as take_out
    from finops.landing.ledger import rows_of

    entry = take_out(find_project(), delivery)
    what = f"{entry['source_name']} {entry['delivery_scope']} {entry['billing_period'] or ''}".strip()
    say(f"Unlanded {entry['delivery_id']}: {what}, {rows_of(entry):,} rows. `finops refresh` shows it gone.")


@app.command()
def prune(
    keep: Annotated[int, typer.Option(help="Replaced deliveries to keep per scope and period.")],
) -> None:
    """Delete deliveries that newer ones replaced; what counts is never deleted."""
    from finops.landing import prune as delete_replaced

    gone = delete_replaced(find_project(), keep)
    say(f"{len(gone)} replaced deliveries deleted{': ' + ', '.join(gone) if gone else ''}.")


@app.command()
def quarantine(
    delivery: Annotated[str | None, typer.Argument(help="One delivery; all without.")] = None,
    export: Annotated[
        Path | None, typer.Option(help="CSV to write its records to, to be mended and landed.")
    ] = None,
) -> None:
    """List records that could not be read, or export those of one delivery."""
    from finops.landing import export_quarantine, quarantine_rows
    from finops.screen import print_table, shorten

    project = find_project()
    if export is not None:
        if delivery is None:
            raise FinopsError("--export takes one delivery: `finops quarantine DELIVERY --export PATH`.")
        say(f"Written to {export_quarantine(project, delivery, export)}.")
        return
    found = quarantine_rows(project, delivery)
    if not found:
        say("No record is in quarantine.")
        return
    keys = ("delivery_id", "source_file", "source_row", "column_name", "reason")
    rows = [
        (*(str(row[key] if row[key] is not None else "-") for key in keys), shorten(str(row["record"]), 120))
        for row in found[:100]
    ]
    print_table("Quarantine", ("delivery", "file", "row", "column", "reason", "record"), rows)
    if len(found) > len(rows):
        say(f"and {len(found) - len(rows):,} more; `finops quarantine DELIVERY --export PATH` writes them.")


@app.command()
def template(
    name: Annotated[str | None, typer.Argument(help="Which list, such as products.")] = None,
    is_list: Annotated[bool, typer.Option("--list", help="Name all lists.")] = False,
    stdout: Annotated[bool, typer.Option("--stdout", help="Print it instead of writing it.")] = False,
) -> None:
    """Write a list to fill in to inputs/NAME.csv: what no vendor exports; never overwrites."""
    from finops.screen import print_table
    from finops.templates import template_text, templates, write_template

    project = find_project()
    if name is None or is_list:
        print_table("Lists to fill in", ("name", "what it says"), list(templates(project).items()))
    elif stdout:
        typer.echo(template_text(project, name), nl=False)
    else:
        say(f"{write_template(project, name)} is written. Fill it in, then run `finops refresh`.")


@app.command()
def demo(
    scale: Annotated[float, typer.Option(help="1 is about 100,000 charge lines over six months.")] = 1,
    seed: Annotated[int, typer.Option(help="Another seed, other numbers.")] = 1,
    months: Annotated[int, typer.Option(help="Months to write.")] = 6,
    last_month: Annotated[str, typer.Option(help="The open month, YYYY-MM.")] = "2026-10",
) -> None:
    """Land the exports of an invented company, where nothing own is landed."""
    from finops.demo_loads import land_demo

    options = {"months": months, "last_month": last_month, "seed": seed, "scale": scale}
    with (
        leaving("Part of the demo may be landed; `finops demo` completes it."),
        spinner("Writing the exports of an invented company: a minute or two.", is_long=True) as progress,
    ):
        message = land_demo(find_project(), options, progress)
    say(message)


@app.command()
def build(
    full_refresh: Annotated[bool, typer.Option("--full-refresh", help="Build every slice anew.")] = False,
) -> None:
    """Build the warehouse from what is landed, and test it (dbt build)."""
    from finops.refreshing import build_and_note, run_lock

    project = find_project()
    with leaving(BUILD_GOES_ON), run_lock(project, "finops build"), _building() as progress:
        summary = build_and_note(project, is_full_refresh=full_refresh, progress=progress)
    for warning in summary.warnings:
        say(f"Warning: {warning}", "yellow")
    say(f"Built in {summary.seconds:.0f} s: {summary.succeeded} models, seeds and tests.")


@app.command()
def publish() -> None:
    """Swap in a read-only copy of the public tables, with Parquet beside it."""
    from finops.publishing import publish as run_publish
    from finops.refreshing import run_lock

    project = find_project()
    with (
        leaving("Readers see the published copy as it was."),
        run_lock(project, "finops publish"),
        spinner("Publishing.", is_long=True) as progress,
    ):
        report = run_publish(project, progress=progress)
    if report.is_unchanged:
        say(f"The warehouse is as it was: generation {report.generation} stays in {project.published}.")
    else:
        tables = f"{len(report.tables)} tables in {report.seconds:.0f} s"
        say(f"Published {tables} as generation {report.generation} in {project.published}.")


@app.command()
def refresh() -> None:
    """Land what is new in inputs/, build and publish; does nothing where nothing has changed."""
    from finops.land_dialogue import LandRequest, run_land
    from finops.refreshing import belongs_to_demo, build_and_publish, files_to_land, run_lock

    project = find_project()
    is_ok = True
    with leaving(f"{LANDED_WHOLE} {BUILD_GOES_ON}"), run_lock(project, "finops refresh"):
        paths = files_to_land(project)
        if paths:
            is_demo = belongs_to_demo(project, paths)
            is_ok = run_land(project, LandRequest(tuple(map(str, paths)), is_demo=is_demo))
        with spinner("Refreshing: what has changed is built and published.", is_long=True) as progress:
            message = build_and_publish(project, progress)
    say(message or "Nothing has changed: warehouse and published copy are up to date.")
    if message:
        _print_worst_faults(project)
    if not is_ok:
        raise typer.Exit(1)


@app.command()
def close(
    period: Annotated[str, typer.Argument(help="Month to close, such as 2026-09.")],
    yes: Annotated[bool, typer.Option("--yes", help="Close without asking, whatever is missing.")] = False,
) -> None:
    """Say what a month still lacks, then freeze its rows and write its close pack."""
    from finops.close_dialogue import run_close

    with leaving("The month is closed whole or not at all: `finops status` tells."):
        is_ok = run_close(find_project(), period, is_yes=yes)
    if not is_ok:
        raise typer.Exit(1)


@app.command()
def reopen(
    period: Annotated[str, typer.Argument(help="Closed month, such as 2026-09.")],
    reason: Annotated[str, typer.Option(help="Why; it stays on record.")],
) -> None:
    """Open a closed month again; its version stays, and the next closing is another one."""
    from finops.close_dialogue import run_reopen

    run_reopen(find_project(), period, reason)


@app.command()
def status(
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 on errors in the sources' own data.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Compare files with tables; exit 1 on a difference.")
    ] = False,
    deliveries: Annotated[bool, typer.Option("--deliveries", help="List every delivery.")] = False,
) -> None:
    """Show what is landed, how fresh it is and what was refused."""
    from finops import status as states

    project = find_project()
    states.print_status(project, deliveries)
    is_ok = True
    if check:
        from finops.checking import check as compare
        from finops.checking import print_check

        is_ok = print_check(compare(project))
    if strict:
        errors = states.source_errors(project)
        if errors:
            states.print_findings(errors)
        say(f"Strict: {len(errors)} errors in the sources' own data." if errors else "Strict: no errors.")
        is_ok = is_ok and not errors
    if not is_ok:
        raise typer.Exit(1)


@app.command("first-look")
def first_look(
    short: Annotated[bool, typer.Option("--short", help="First answers only; writes no lists.")] = False,
) -> None:
    """Show spend, invoices, owners and prices on one screen, and write the lists to fill in."""
    from finops.figures import open_figures
    from finops.first_look import first_answers, print_first_look, print_whose
    from finops.open_items import open_items

    project = find_project()
    with open_figures(project) as figures:
        print_whose(project, figures)
        if short:
            first_answers(figures)
            say("Next: `finops first-look` shows all of it, with two lists to fill in; then `finops todo`.")
            return
        items = open_items(figures)
        print_first_look(figures, items)
        _write_lists(project, figures, items)


@app.command()
def todo(
    principals: Annotated[
        bool, typer.Option("--principals", help="People and service accounts too: personal data.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="Owners to name at most.")] = 100,
) -> None:
    """Say what is to be done, the costliest first, and write the lists to fill in."""
    from finops.figures import open_figures, open_warehouse
    from finops.findings import print_findings
    from finops.open_items import open_items, print_faults, print_items

    project = find_project()
    # What is published holds pseudonyms, which no list can use.
    with (open_warehouse if principals else open_figures)(project) as figures:
        items = open_items(figures, with_principals=principals)
        print_faults(items)
        print_findings(figures)
        print_items(items, "To do")
        _write_lists(project, figures, items, limit)


@app.command()
def report(
    output: Annotated[
        Path | None, typer.Option(help="File or folder to write to; report/ai_finops.html without.")
    ] = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="A Monday note per owner too, in notes/ beside the page.")
    ] = False,
) -> None:
    """Write one HTML page of the published figures: spend, owners, margin, budgets, warnings, to do."""
    from finops.report_dialogue import run_report

    with leaving("The page of before is as it was."):
        run_report(find_project(), output, with_notes=notes)


@app.command()
def alerts(
    webhook: Annotated[
        str | None, typer.Option(help="Address to post to; AI_FINOPS_WEBHOOK in the environment without.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what is new and send nothing.")] = False,
) -> None:
    """Post new warnings, anomalies, breached budgets and invoices that do not foot to a webhook, once each.

    At least once: what was sent is noted after the webhook took it, and each alert has an idempotency key.
    Exit 0: all was taken, or nothing is new. Exit 1: something was not, or cannot be; it goes next time.
    """
    from finops.alerts_dialogue import run_alerts

    with leaving("What the webhook took is noted; the rest goes next time."):
        run_alerts(find_project(), webhook, is_dry_run=dry_run)


@app.command()
def explain(
    figure: Annotated[
        str | None,
        typer.Argument(help="Figure of the report, or one of its rows, such as spend/OpenAI/USD/2026-09."),
    ] = None,
    is_list: Annotated[bool, typer.Option("--list", help="Name all figures.")] = False,
) -> None:
    """Lead from a number of the report to its formula, rule, table, source file and line."""
    from finops.explain_dialogue import print_figures, run_explain

    if is_list:
        print_figures()
    else:
        run_explain(find_project(), figure)


@app.command()
def trace(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Charge, invoice, allocated cost, pool or journal line, or its beginning."
        ),
    ],
    csv: Annotated[Path | None, typer.Option(help="CSV file to write every step to.")] = None,
) -> None:
    """Show the way of a cost, from the record of a file over rules and pools to who bears it, and back."""
    from finops.trace_dialogue import run_trace

    run_trace(find_project(), id_, csv)


def _building() -> AbstractContextManager[Spinner]:
    """Say at once that a build goes on: dbt reads the project before the first model."""
    return spinner("Building: dbt reads the project first; a whole build takes minutes.", is_long=True)


def _print_worst_faults(project: Project) -> None:
    """Print the worst faults of rules and lists that were published."""
    from finops.figures import open_figures
    from finops.open_items import open_items, print_faults

    with open_figures(project) as figures:
        if figures.has("governance", "fct_open_items"):
            print_faults(open_items(figures), limit=3)


def _write_lists(project: Project, figures: "Figures", items: "list[OpenItem]", limit: int = 100) -> None:
    """Write the lists to fill in and say how far each is."""
    from finops.open_items import owners_to_name
    from finops.todo import write_owners, write_tag_keys

    lists = (
        write_owners(project, owners_to_name(items, limit)),
        write_tag_keys(project, figures, items),
    )
    for written in lists:
        is_open = f"{written.open} rows to fill in" if written.open else "nothing to fill in"
        say(f"{written.path}: {is_open}, {written.filled} filled in. {written.hint}".rstrip())
    if any(written.open for written in lists):
        say("Fill them in, then run `finops refresh`: it lands them and rebuilds what they change.")
    elif any(written.filled for written in lists):
        say("`finops refresh` lands what is filled in and is not landed yet.")


@prices_app.command("refresh")
def prices_refresh() -> None:
    """Append to the seeds of list prices what the installed price package says differently. No network."""
    from datetime import UTC, datetime

    from finops.prices import refresh

    project = find_project()
    try:
        done = refresh(project.root / "seeds" / "reference", datetime.now(UTC).date())
    except ValueError as error:
        raise FinopsError(f"{error}. Nothing was written.") from None
    say(
        f"{done.new:,} new prices, {done.changed:,} changed, {done.withdrawn:,} withdrawn;"
        f" {done.names:,} tests of models' names. `finops build` prices usage with them; closed months keep"
        " what was known."
    )


@energy_app.command("refresh")
def energy_refresh() -> None:
    """Append to the seed of energy per token what the installed package says differently. No network."""
    from datetime import UTC, datetime

    from finops.energy import refresh

    project = find_project()
    try:
        done = refresh(project.root / "seeds" / "sustainability", datetime.now(UTC).date())
    except ValueError as error:
        raise FinopsError(f"{error}. Nothing was written.") from None
    say(f"{done.new:,} new models, {done.changed:,} changed, {done.withdrawn:,} withdrawn.")


@app.command()
def bench(
    scale: Annotated[float, typer.Option(help="1 is about 100,000 charge lines over six months.")] = 1,
    targets: Annotated[int, typer.Option(help="Teams that share a tenth of the charges; 0: none.")] = 0,
    bridge: Annotated[int, typer.Option(help="Scopes whose cost bridge is measured, and nothing else.")] = 0,
) -> None:
    """Measure each step on demo exports, beside what DuckDB alone needs for the same files."""
    from finops.bench import print_bench, print_steps, run_bench, run_bridge_bench

    if bridge:
        with leaving("The folder build/bench can be removed."), spinner("Measuring") as progress:
            steps = run_bridge_bench(find_project(), bridge, progress)
        print_steps(steps)
        return
    with leaving("The folder build/bench can be removed."), spinner("Measuring") as progress:
        measured = run_bench(find_project(), scale, targets, progress)
    print_bench(measured)


if __name__ == "__main__":
    app()
