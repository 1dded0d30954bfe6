"""The fixed rows of what the demo company says of itself: legal entities, accounts, rules, thresholds."""

from finops.demo.story import AZURE_EA_SUBSCRIPTION

INC, GMBH = "tessaline-inc", "tessaline-gmbh"

# A row of a list: values by column; blank where a column is not named.
Row = dict[str, object]

LEGAL_ENTITIES = [
    {"legal_entity": INC, "name": "Tessaline Robotics, Inc.", "country": "US", "currency": "USD"},
    {
        "legal_entity": GMBH,
        "name": "Tessaline Robotics GmbH",
        "country": "DE",
        "currency": "EUR",
        "parent": INC,
        "markup_percent": "5",
    },
]

# Name, cost class, life-cycle phase, legal entity, owner.
PRODUCT_NAMES = {
    "pickarm": ("Pickarm", "cost_of_revenue", "inference", INC, "perception"),
    "fleetview": ("Fleetview", "cost_of_revenue", "inference", GMBH, "fleet"),
    "helpdesk-copilot": ("Helpdesk Copilot", "cost_of_revenue", "inference", INC, "assist"),
    "manual-search": ("Manual Search", "cost_of_revenue", "inference", INC, "search"),
    "model-research": ("Model research", "research", "training", INC, "research"),
    "developer-tools": ("Developer tools", "internal", "inference", INC, "platform"),
}
USE_CASES = {
    "perception": "labels and captions of pick images",
    "fleet": "reports and plans of fleets",
    "assist": "ticket drafts and triage",
    "search": "answers from manuals",
    "research": "distillation and judging",
    "platform": "code agents and reviews",
}
# Which products a customer has, in turn.
CUSTOMER_PRODUCTS = (
    ("fleetview", "pickarm"),
    ("helpdesk-copilot", "manual-search"),
    ("pickarm",),
    ("fleetview", "manual-search", "helpdesk-copilot"),
)
# Driver, product, team and how many a usual day has.
DRIVERS = (
    ("conversations", "helpdesk-copilot", "assist", 1800),
    ("tickets_solved", "helpdesk-copilot", "assist", 640),
    ("searches", "manual-search", "search", 5200),
    ("picks", "pickarm", "perception", 410000),
    ("fleet_reports", "fleetview", "fleet", 300),
)

# Unit hours of provisioned throughput a day: team, product, reserved, used. Research uses more than reserved.
THROUGHPUT = (
    ("perception", "pickarm", 160, 180),
    ("research", "model-research", 80, 180),
)

# The hall is run by the company in rooms of another; the cluster runs on machines of a cloud.
SITES = [
    {
        "site": "hall-1", "boundary_approach": "operational_control", "direct_zone": "egrid:CAMX",
        "lifecycle_zone": "US-CA", "country": "USA", "pue": "1.35",
    },
    {
        "site": "research-gpu", "boundary_approach": "cloud", "provider_name": "Amazon Web Services",
        "account_id": "001234567892", "region_id": "us-east-1",
    },
]  # fmt: skip
HARDWARE = [
    {
        "asset_id": "gpu-node-01", "site": "hall-1", "purchased_on": "2026-05-04", "quantity": "1",
        "embodied_kg": "5700", "embodied_source": "EcoLogits 0.11.3: server without GPUs",
    },
    {
        "asset_id": "gpu-node-01-gpus", "site": "hall-1", "purchased_on": "2026-05-04", "quantity": "8",
        "accelerator": "H100-SXM",
    },
]  # fmt: skip
INITIATIVES = [
    {
        "initiative": "cache-first", "name": "Cached prefixes everywhere", "kind": "saving",
        "team": "platform", "owner": "platform", "status": "running", "starts_on": "2026-07-01",
        "expected_value": "4000", "funding": "15000", "currency": "USD",
    },
    {
        "initiative": "pick-model-3", "name": "Third pick model", "kind": "research", "team": "research",
        "product": "pickarm", "owner": "research", "status": "running", "starts_on": "2026-01-01",
        "ends_before": "2027-01-01", "expected_value": "12000", "funding": "250000", "currency": "USD",
    },
]  # fmt: skip

_RULE = {"version": 1, "valid_from": "2026-01-01", "base_measure": "effective", "target_kind": "team",
         "owner": "platform", "approved_by": "cfo-office", "approved_on": "2025-12-15"}  # fmt: skip
ALLOCATION_RULES = [
    _RULE
    | {
        "rule_id": "vision-throughput", "priority": 50, "stage": "commitments",
        "filter_provider": "Microsoft",
        "filter_sub_account": f"/subscriptions/{AZURE_EA_SUBSCRIPTION.lower()}",
        "method": "capacity", "driver": "reserved_capacity", "driver_grain": "day",
        "fallback": "trailing_28_days > proportional > even",
        "reason": "two teams reserved the throughput; what spills over is for who used more",
    },
    _RULE
    | {
        "rule_id": "gateway-by-tokens", "priority": 100, "stage": "platform", "filter_team": "platform",
        "filter_provider": "OpenAI", "method": "weighted_driver", "driver": "tokens", "driver_grain": "day",
        "fallback": "trailing_28_days > proportional > even",
        "reason": "tokens weighted by price follow the bill",
    },
    _RULE
    | {
        "rule_id": "bedrock-by-tokens", "priority": 110, "stage": "platform", "filter_team": "platform",
        "filter_service": "Amazon Bedrock", "method": "weighted_driver", "driver": "tokens",
        "driver_grain": "month", "reason": "one account of models for everyone",
    },
    _RULE
    | {
        "rule_id": "seats-by-seat", "priority": 120, "stage": "business", "filter_team": "platform",
        "filter_service": "Penmark for teams", "method": "usage_driver", "driver": "seats",
        "driver_grain": "month", "fallback": "even", "reason": "who has the seat bears it",
    },
    *(
        _RULE
        | {
            "rule_id": "network-split", "priority": 200, "stage": "business",
            "filter_service": "AWS Data Transfer", "method": "fixed_share", "fallback": "even",
            "target": team, "share": share, "reason": "agreed for the year",
        }
        for team, share in (("perception", "40"), ("fleet", "25"), ("search", "20"), ("assist", "15"))
    ),
    # From September on the assistant bears more of it and the search less.
    *(
        _RULE
        | {
            "rule_id": "network-split", "version": 2, "valid_from": "2026-09-01", "priority": 200,
            "stage": "business", "filter_service": "AWS Data Transfer", "method": "fixed_share",
            "fallback": "even", "target": team, "share": share, "approved_on": "2026-08-20",
            "reason": "traffic of the summer, measured",
        }
        for team, share in (("perception", "40"), ("fleet", "25"), ("search", "12.5"), ("assist", "22.5"))
    ),
    # The people of the platform fill a pool; it sends a tenth on to the pool of own machines.
    _RULE
    | {
        "rule_id": "people-to-platform", "priority": 300, "stage": "platform", "filter_team": "platform",
        "filter_service": "Own labour", "method": "direct", "target_kind": "pool",
        "target": "platform-people", "reason": "they run what all teams use",
    },
    *(
        _RULE
        | {
            "rule_id": "platform-people", "priority": 310, "stage": "platform",
            "filter_pool": "platform-people", "method": "fixed_share", "driver_grain": "month",
            "target_kind": kind, "target": target, "share": share, "reason": "agreed for the year",
        }
        for kind, target, share in (
            ("pool", "own-iron", "10"), ("team", "search", "45"), ("team", "assist", "30"),
            ("team", "fleet", "15"),
        )
    ),
    _RULE
    | {
        "rule_id": "iron-to-pool", "priority": 320, "stage": "business", "filter_team": "platform",
        "filter_service": "Own assets", "method": "direct", "target_kind": "pool", "target": "own-iron",
        "reason": "machines of the company",
    },
    _RULE
    | {
        "rule_id": "own-iron", "priority": 330, "stage": "business", "filter_pool": "own-iron",
        "method": "proportional", "driver_grain": "month", "fallback": "even",
        "reason": "follows what teams cost otherwise",
    },
    _RULE
    | {
        "rule_id": "tax-with-cost", "priority": 900, "stage": "tax", "filter_charge_category": "tax",
        "method": "proportional", "fallback": "even", "reason": "tax follows what it is on",
    },
]  # fmt: skip

POOL_POLICIES = [
    {"pool": "*", "policy": policy, "choice": choice, "owner": "platform", "approved_by": "cfo-office",
     "reason": reason, "valid_from": "2026-01-01"}
    for policy, choice, reason in (
        ("idle", "central", "nobody asked for it"),
        ("unowned", "central", "nobody else can mend it"),
        ("unused_commitment", "buyer", "the buyer sized it"),
        ("commitment_benefit", "uniform_rate", "luck in the order of charges is no merit"),
    )
]  # fmt: skip

THRESHOLDS = [
    {"threshold": "burn_multiple_1d", "scope_kind": "company", "direction": "above", "warning_value": "3",
     "breach_value": "6", "unit": "multiple", "owner": "platform"},
    {"threshold": "burn_multiple_7d", "scope_kind": "company", "direction": "above", "warning_value": "1.1",
     "breach_value": "1.5", "unit": "multiple", "owner": "platform"},
    {"threshold": "unit_cost_change_percent", "scope_kind": "product", "scope_value": "manual-search",
     "direction": "above", "warning_value": "10", "breach_value": "25", "unit": "percent", "owner": "search"},
]  # fmt: skip

_ACCOUNTS = (
    ("620100", "Cloud and AI, internal", "expense", "internal"),
    ("510200", "AI cost of revenue", "cost_of_revenue", "cost_of_revenue"),
    ("640300", "AI research", "expense", "research"),
    ("620000", "Cloud and AI, shared", "expense", None),
    ("699000", "Cloud and AI, charged on", "recovery", None),
    ("698000", "Mark-up borne within the group", "intercompany_expense", None),
    ("498000", "Mark-up earned within the group", "intercompany_income", None),
    ("142000", "Due from companies of the group", "intercompany_receivable", None),
    ("342000", "Due to companies of the group", "intercompany_payable", None),
    ("154000", "Input tax", "recoverable_tax", None),
    ("190000", "Prepaid cloud and AI", "prepaid", None),
    ("331000", "Trade payables", "accounts_payable", None),
    ("331900", "Invoices to come", "accrued_liabilities", None),
    ("400100", "Software revenue", "revenue", None),
)
ACCOUNTS_OF_THE_LEDGER = [
    {"gl_account": number, "name": name, "account_kind": kind, "cost_class": cost_class}
    for number, name, kind, cost_class in _ACCOUNTS
]


def plan(number: int) -> str:
    """Return the plan of the customer with this place in the story."""
    return "enterprise" if number % 2 == 0 else "team"
