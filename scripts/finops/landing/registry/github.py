"""What GitHub exports of Copilot: the billing usage report, reports by person and model, and seats."""

from finops.landing.source_types import Source, Table, added, billed


def _report(name: str, recognised_by: tuple[str, ...], row_keys: tuple[str, ...]) -> Table:
    """Return a usage report; columns are read by name, because their order and presence vary."""
    return Table(
        name,
        recognised_by,
        period="date",
        billed="net_amount",
        default_currency="USD",
        staging=f"stg_github__copilot_{name}",
        sums=(
            billed("net_amount"),
            added("gross_amount", "gross_amount", quantity=f"{name}: gross_amount"),
            added("quantity", "quantity", quantity=f"{name}: quantity"),
        ),
        keys=("date", "sku"),
        checked=("quantity", "gross_amount", "discount_amount"),
        row_keys=row_keys,
    )


SOURCES = (
    Source(
        "copilot_usage",
        (
            _report(
                "billing",
                ("date", "product", "sku", "quantity", "net_amount"),
                ("product", "sku", "organization", "repository", "username"),
            ),
            # Premium requests until the middle of 2026, AI credits since.
            _report(
                "detail",
                ("date", "username", "sku", "model", "quantity", "net_amount"),
                ("sku", "username", "model", "organization"),
            ),
        ),
        "days",
        ("csv",),
    ),
    Source(
        "copilot_seats",
        (
            Table(
                "seats",
                ("assignee_login", "plan_type", "last_activity_at"),
                keys=("assignee_login",),
                checked=("last_activity_at", "created_at", "pending_cancellation_date"),
                json_records="seats[]",
                json_members=("assignee", "last_activity_at", "created_at"),
                json_whole=("assigning_team",),
                staging="stg_github__copilot_seats",
            ),
        ),
        "upsert",
        ("documents", "csv"),
    ),
)
