"""The company of the demo: who it is, what it runs and which events are planted in its bills.

Tessaline Robotics is invented, and so are its teams, products, customers and keys. Everything a reader may
want to find again in the numbers (an incident, a restatement, a wrong invoice) is stated here as a constant.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

COMPANY = "Tessaline Robotics"
TEAMS = ("perception", "fleet", "assist", "search", "research", "platform")
PRODUCTS = {
    "perception": "pickarm",
    "fleet": "fleetview",
    "assist": "helpdesk-copilot",
    "search": "manual-search",
}
CUSTOMERS = (
    "alder-freight",
    "birchline-retail",
    "corvane-foods",
    "dunmore-parts",
    "elsbeth-mills",
    "fenwold-pharma",
    "garnetway",
    "harrowgate-post",
    "ironvale-steel",
    "juniper-outfitters",
    "kestrelport",
    "larkfield-dairy",
)

AWS_PAYER = "001234567890"
AWS_ACCOUNTS = {
    "001234567891": "tessaline-prod",
    "001234567892": "tessaline-research",
    "001234567893": "tessaline-data",
    "001234567894": "tessaline-sandbox",
}
AZURE_BILLING_ACCOUNT = (
    "/providers/Microsoft.Billing/billingAccounts/7c0f4f8a-52d1-5c1e-9a3b-1f2e3d4c5b6a:"
    "8e9f0a1b-2c3d-4e5f-8a9b-0c1d2e3f4a5b_2019-05-31"
)
AZURE_BILLING_PROFILE = AZURE_BILLING_ACCOUNT + "/billingProfiles/TSRB-EU01-BG7-PGB"
AZURE_SUBSCRIPTIONS = {
    "3f1c6a52-0d3b-4c1e-8f6a-6f1d7f0a1b01": "tessaline-eu-prod",
    "3f1c6a52-0d3b-4c1e-8f6a-6f1d7f0a1b02": "tessaline-eu-analytics",
    "3f1c6a52-0d3b-4c1e-8f6a-6f1d7f0a1b03": "tessaline-eu-dev",
}
# The enterprise agreement of an acquired company, which exports cost details and no FOCUS.
AZURE_EA_ENROLMENT = "0079914"
AZURE_EA_SUBSCRIPTION = "3F1C6A52-0D3B-4C1E-8F6A-6F1D7F0A1B77"
GCP_BILLING_ACCOUNT = "01A2B3-C4D5E6-F70819"
# The Gemini lab has an account of its own, and exports it in another format.
GCP_LAB_BILLING_ACCOUNT = "01F7C9-0A1B2C-3D4E5F"
GCP_PROJECTS = {
    "tessaline-fleetview-prod": "fleetview prod",
    "tessaline-manual-search": "manual search",
    "tessaline-research-ml": "research ml",
    "tessaline-scratch": "scratch",
}
OCI_TENANCY = "7411290385"
OCI_COMPARTMENTS = {
    "ocid1.compartment.oc1..tessalineerp01": "erp",
    "ocid1.compartment.oc1..tessalinesim02": "simulation",
}

# As the AWS bill spells it; accounts payable has the short name.
AWS_ENTITY = "Amazon Web Services, Inc."
ISSUERS = {
    "aws": "Amazon Web Services",
    "azure": "Microsoft",
    "azure_ea": "Microsoft",
    "gcp": "Google Cloud",
    "oci": "Oracle",
    "openai": "OpenAI",
    "anthropic": "Anthropic",
    "github": "GitHub",
}

# What AWS bills as Bedrock tokens and the gateway logs too: a part of it, day by day.
CLOUD_KEY = "assist-drafts-prod"
CLOUD_MODEL = "claude-sonnet-4-6"


@dataclass(frozen=True)
class Key:
    """One API key: whose it is, which vendor serves it and how much it is used.

    `base` is calls per day and model at scale 1 for keys behind the gateway, and millions of input tokens per
    day and model for keys used directly.
    """

    name: str
    vendor: str
    team: str | None
    project: str | None
    via: str
    models: tuple[str, ...]
    base: float
    style: str = "conv"
    environment: str = "prod"
    tier: str = "standard"
    context_window: str = "0-200k"
    has_owner: bool = True
    is_named: bool = True


KEYS = (
    # Behind the gateway: the vendor bills exactly the tokens the gateway logged.
    Key("assist-chat-prod", "openai", "assist", "assist", "gateway", ("gpt-5-mini", "gpt-5"), 36),
    Key("assist-triage-prod", "openai", "assist", "assist", "gateway", ("gpt-5-mini",), 26),
    Key("search-answers-prod", "openai", "search", "search", "gateway", ("gpt-4.1-mini", "gpt-6-astra"), 28),
    Key("search-eval-test", "openai", "search", "search", "gateway", ("gpt-5-mini",), 9, environment="test"),
    Key("fleet-reports-prod", "openai", "fleet", "fleet", "gateway", ("gpt-5-mini",), 18),
    Key("fleet-alerts-prod", "openai", "fleet", "fleet", "gateway", ("gpt-4.1-mini",), 20),
    Key("platform-internal", "openai", "platform", "platform", "gateway", ("gpt-5-mini",), 12, "code"),
    Key("assist-escalation-prod", "anthropic", "assist", "assist", "gateway", ("claude-sonnet-4-5",), 22),
    Key(
        "perception-labels-prod",
        "anthropic",
        "perception",
        "perception",
        "gateway",
        ("claude-haiku-4-5",),
        24,
    ),
    Key("fleet-planner-prod", "anthropic", "fleet", "fleet", "gateway", ("claude-sonnet-4-5",), 14),
    Key("search-rerank-prod", "anthropic", "search", "search", "gateway", ("claude-haiku-4-5",), 30),
    Key(
        "platform-code-agent",
        "anthropic",
        "platform",
        "platform",
        "gateway",
        ("claude-opus-4-6", "claude-sonnet-4-5"),
        30,
        "code",
    ),
    # Used directly: in the vendors' bills only.
    Key("catalog-enrich", "openai", "search", "search", "direct", ("gpt-5-mini", "gpt-6-astra"), 9.0),
    Key("doc-summaries", "openai", "search", "search", "direct", ("gpt-5-mini",), 11.0, tier="batch"),
    Key("research-distill", "openai", "research", "research", "direct", ("gpt-5", "gpt-6-astra"), 6.0),
    Key("perception-caption", "openai", "perception", "perception", "direct", ("gpt-4.1-mini", "gpt-5"), 7.0),
    Key("assist-offline-qa", "openai", "assist", "assist", "direct", ("gpt-5-mini",), 8.0, tier="batch"),
    Key("fleet-forecast", "openai", "fleet", "fleet", "direct", ("gpt-5-mini", "gpt-4.1-mini"), 5.0),
    Key("legacy-scripts", "openai", None, "default", "direct", ("gpt-4.1-mini",), 6.0, has_owner=False),
    Key(
        "openai-playground", "openai", None, None, "direct", ("gpt-5",), 0.4, has_owner=False, is_named=False
    ),
    Key(
        "research-judge",
        "anthropic",
        "research",
        "research",
        "direct",
        ("claude-sonnet-4-5",),
        6.0,
        tier="batch",
    ),
    Key(
        "assist-kb-writer",
        "anthropic",
        "assist",
        "assist",
        "direct",
        ("claude-sonnet-4-5", "claude-haiku-4-5"),
        4.0,
    ),
    Key(
        "platform-ci-review", "anthropic", "platform", "platform", "direct", ("claude-opus-4-6",), 3.0, "code"
    ),
    Key(
        "perception-long-context",
        "anthropic",
        "perception",
        "perception",
        "direct",
        ("claude-sonnet-4-5",),
        1.5,
        context_window="200k-1M",
    ),
    Key(
        "anthropic-console",
        "anthropic",
        None,
        None,
        "direct",
        ("claude-haiku-4-5", "claude-sonnet-4-5"),
        1.2,
        has_owner=False,
        is_named=False,
    ),
    # Behind the gateway and served by Bedrock, which bills by usage type and knows no key.
    Key(CLOUD_KEY, "bedrock", "assist", None, "gateway", (CLOUD_MODEL,), 16, has_owner=False, is_named=False),
)

# Dollars per million tokens: input, cache read, cache write (5m for Anthropic), cache write 1h, output.
PRICES = {
    "gpt-5-mini": ("gpt-5-mini-2025-08-07", "0.25", "0.025", "0", "0", "2"),
    "gpt-5": ("gpt-5-2025-08-07", "1.25", "0.125", "0", "0", "10"),
    "gpt-4.1-mini": ("gpt-4.1-mini-2025-04-14", "0.4", "0.1", "0", "0", "1.6"),
    "gpt-6-astra": ("gpt-6-astra", "10", "1", "12.5", "0", "50"),
    "claude-haiku-4-5": ("claude-haiku-4-5-20251001", "1", "0.1", "1.25", "2", "5"),
    "claude-sonnet-4-5": ("claude-sonnet-4-5-20250929", "3", "0.3", "3.75", "6", "15"),
    "claude-opus-4-6": ("claude-opus-4-6", "5", "0.5", "6.25", "10", "25"),
    CLOUD_MODEL: ("anthropic.claude-sonnet-4-6", "3", "0.3", "3.75", "6", "15"),
}
BATCH_FACTOR = Decimal("0.5")
# Above 200k tokens of context Anthropic asks twice for input and one and a half times for output.
LONG_CONTEXT_INPUT_FACTOR = Decimal("2")
LONG_CONTEXT_OUTPUT_FACTOR = Decimal("1.5")
WEB_SEARCH_CENTS = Decimal("1")

# From the last closed month on output of this model is agreed below the list, and billed at the list.
CLAIM_MODEL = "gpt-5-mini"
CLAIM_PRICE = Decimal("1.9")

# From release 12 on answers of manual search are longer by this factor.
RELEASE_PRODUCT = "manual-search"
RELEASES = ("11", "12")
RELEASE_OUTPUT_FACTOR = Decimal("1.4")
# Whose calls an agent makes.
AGENT_KEY = "platform-code-agent"

# Planted events: their sizes. Where they lie in time depends on the months asked for, see Story.
INCIDENT_KEY = "catalog-enrich"
INCIDENT_FACTOR = 2
INCIDENT_FIRST_DAY = 14
INCIDENT_DAYS = 3
# On the last evening an agent calls itself again and again in one session, each time with all it said before.
RUNAWAY_MODEL = "claude-sonnet-4-5"
RUNAWAY_HOUR = 20
RUNAWAY_CALLS = 150
RUNAWAY_FIRST_PROMPT, RUNAWAY_LONGER_BY = 20_000, 900
RUNAWAY_SECONDS = 20
RESTATED_FIRST_PULL_SHARE = Decimal("0.96")
REFUND_AMOUNT = Decimal("1840.25")
CREDIT_AMOUNT = Decimal("2500.00")
PRIORITY_INPUT_TOKENS = 87_450_000
PRIORITY_OUTPUT_TOKENS = 10_000_000
PRIORITY_DAYS = 5
PRIORITY_KEY = "assist-kb-writer"
PRIORITY_MODEL = "claude-sonnet-4-5"
OFF_INVOICE_AMOUNT = Decimal("412.35")
EXCHANGE_RATE = Decimal("1.1642")
OPENCOST_UNRECONCILED_DAYS = 2
GPU_CLOUD = "Northfall GPU"
CODING_TOOL = "Penmark"
SPEECH_VENDOR = "Marlow Speech"
SPEECH_ACCOUNT = "mrl-4471"
CARD_LINE_AMOUNT = Decimal("240.00")
EXPIRED_CREDIT = Decimal("12.50")
UNEXPLAINED_CREDIT = Decimal("7.25")
TEAM_CHANGE_KEY = "perception-caption"
TEAM_CHANGE_FROM = "perception"
TEAM_CHANGE_TO = "research"
LAST_DAY_OF_OPEN_MONTH = 28
# AWS told the emissions of the first month by an older model, and all months again by a newer one.
CARBON_MODELS = ("v2.1.0", "v3.0.0")


def next_month(month: date) -> date:
    """Return the first day of the month after `month`."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


@dataclass(frozen=True)
class Story:
    """When things happen: the months of the demo and the planted events laid on them."""

    months: tuple[date, ...]

    @classmethod
    def of(cls, months: int, last_month: str) -> "Story":
        """Return the story over `months` months, the last of them `last_month` and still open."""
        if months < 2:
            raise ValueError("The demo needs at least 2 months: a closed one and the open one.")
        year, month = (int(part) for part in last_month.split("-"))
        numbers = range(year * 12 + month - months, year * 12 + month)
        return cls(tuple(date(number // 12, number % 12 + 1, 1) for number in numbers))

    @property
    def closed(self) -> tuple[date, ...]:
        return self.months[:-1]

    @property
    def first_day(self) -> date:
        return self.months[0]

    @property
    def last_day(self) -> date:
        """The last day with data: the last month is still running."""
        return self.months[-1].replace(day=LAST_DAY_OF_OPEN_MONTH)

    @property
    def empty_day(self) -> date:
        """The LLM accounts were opened on the second day: the first bucket is empty."""
        return self.months[0]

    def days_of(self, month: date) -> tuple[date, date]:
        """First and last day with data of a month."""
        return month, min(next_month(month) - timedelta(days=1), self.last_day)

    @property
    def incident_days(self) -> tuple[date, ...]:
        month = self.closed[-2] if len(self.closed) > 1 else self.closed[-1]
        return tuple(month.replace(day=INCIDENT_FIRST_DAY + n) for n in range(INCIDENT_DAYS))

    @property
    def repull_window(self) -> tuple[date, date]:
        """The trailing window asked for again: the last seven days of the last closed month."""
        end = next_month(self.closed[-1]) - timedelta(days=1)
        return end - timedelta(days=6), end

    @property
    def restated_days(self) -> tuple[date, date]:
        start, _ = self.repull_window
        return start + timedelta(days=3), start + timedelta(days=5)

    @property
    def team_change_day(self) -> date:
        return self.months[(len(self.months) - 1) // 2].replace(day=15)

    @property
    def credit_months(self) -> tuple[date, ...]:
        return self.closed[:2]

    @property
    def release_day(self) -> date:
        """Release 12 of manual search: its answers are longer from this day on."""
        return self.closed[-1].replace(day=10)

    @property
    def refund_month(self) -> date:
        return self.closed[-1]

    @property
    def off_invoice_month(self) -> date:
        return self.closed[-1]

    @property
    def missing_invoice_month(self) -> date:
        return self.closed[0]

    @property
    def exchange_rate_month(self) -> date:
        return self.closed[-1]

    @property
    def card_line_month(self) -> date:
        return self.closed[-1]

    @property
    def priority_days(self) -> tuple[date, ...]:
        return tuple(self.off_invoice_month.replace(day=8 + n) for n in range(PRIORITY_DAYS))

    def planted(self) -> dict:
        """What is planted: names, dates, amounts (decimals in the billing currency)."""
        return {
            "company": COMPANY,
            "billing_periods": [f"{month:%Y-%m}" for month in self.months],
            "open_billing_period": f"{self.months[-1]:%Y-%m}",
            "last_day_with_data": self.last_day,
            "empty_llm_day": self.empty_day,
            "opencost_before_the_bill": {
                "days": [self.last_day - timedelta(days=n) for n in range(OPENCOST_UNRECONCILED_DAYS)],
                "cause": "OpenCost has list prices until the cloud's bill is there",
            },
            "incident": {
                "vendor": "OpenAI",
                "key_name": INCIDENT_KEY,
                "days": list(self.incident_days),
                "factor": INCIDENT_FACTOR,
            },
            "runaway_session": {
                "key_name": AGENT_KEY,
                "day": self.last_day,
                "hour": RUNAWAY_HOUR,
                "calls": RUNAWAY_CALLS,
            },
            "restatement": {
                "vendors": ["OpenAI", "Anthropic"],
                "window": self.repull_window,
                "restated_days": list(self.restated_days),
                "first_pull_share": RESTATED_FIRST_PULL_SHARE,
            },
            "refund": {
                "issuer": ISSUERS["aws"],
                "billing_period": f"{self.refund_month:%Y-%m}",
                "amount": -REFUND_AMOUNT,
            },
            "credits": {
                "issuer": ISSUERS["aws"],
                "billing_periods": [f"{month:%Y-%m}" for month in self.credit_months],
                "amount_each": -CREDIT_AMOUNT,
            },
            "invoice_off": {
                "issuer": ISSUERS["anthropic"],
                "invoice_id": vendor_invoice_id("anthropic", self.off_invoice_month),
                "billing_period": f"{self.off_invoice_month:%Y-%m}",
                "amount": OFF_INVOICE_AMOUNT,
                "cause": "Priority Tier tokens are invoiced but not in the cost report",
                "priority_input_tokens": PRIORITY_INPUT_TOKENS,
                "priority_output_tokens": PRIORITY_OUTPUT_TOKENS,
            },
            "invoice_missing": {
                "issuer": ISSUERS["oci"],
                "billing_period": f"{self.missing_invoice_month:%Y-%m}",
            },
            "exchange_rate": {
                "issuer": ISSUERS["azure"],
                "billing_period": f"{self.exchange_rate_month:%Y-%m}",
                "from_currency": "EUR",
                "to_currency": "USD",
                "rate": EXCHANGE_RATE,
            },
            "carbon_re_versioned": {
                "source": "aws_carbon",
                "billing_period": f"{self.months[0]:%Y-%m}",
                "model_versions": list(CARBON_MODELS),
            },
            "card_overlap": {
                "vendor": ISSUERS["openai"],
                "billing_period": f"{self.card_line_month:%Y-%m}",
                "amount": CARD_LINE_AMOUNT,
                "cause": "a card line pays what the vendor's own report holds",
            },
            "prepaid_gap": {
                "vendor": SPEECH_VENDOR,
                "billing_account_id": SPEECH_ACCOUNT,
                "billing_period": f"{self.closed[-1]:%Y-%m}",
                "expired": EXPIRED_CREDIT,
                "difference": -UNEXPLAINED_CREDIT,
            },
            "team_change": {
                "key_name": TEAM_CHANGE_KEY,
                "key_id": key_id(TEAM_CHANGE_KEY),
                "from_team": TEAM_CHANGE_FROM,
                "to_team": TEAM_CHANGE_TO,
                "day": self.team_change_day,
            },
        }


def vendor_invoice_id(provider: str, month: date) -> str:
    """Return the number of a provider's invoice for a month, in the form that provider uses."""
    number = month.year * 12 + month.month
    forms = {
        "aws": f"21{number * 4657 % 100_000_000:08d}",
        "aws_marketplace": f"23{number * 6553 % 100_000_000:08d}",
        "azure": f"E0700{number % 10_000:04d}Z",
        "azure_ea": f"E0800{number % 10_000:04d}Z",
        "gcp": f"{5_100_000_000 + number * 7919:010d}",
        "gcp_lab": f"{5_300_000_000 + number * 7919:010d}",
        "oci": f"{800_000 + number}",
        "openai": f"TSRB7Q2K-{number % 10_000:04d}",
        "anthropic": f"5E1D77A9-{number % 10_000:04d}",
        "github": f"{700_000_000 + number * 131}",
    }
    return forms[provider]


def key_id(name: str, copy: int = 0) -> str:
    """Return the vendor's id of a key."""
    key = next(one for one in KEYS if one.name == name)
    suffix = f"-{copy + 1}" if copy else ""
    return ("key_" if key.vendor == "openai" else "apikey_01") + f"{name}{suffix}".replace("-", "")
