"""What Tessaline runs on Azure, Google Cloud and OCI: templates of resources, and their lines of a month.

A price is per pricing unit; `per` says how many consumed units one pricing unit is.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from finops.demo.engine import Demo, literal
from finops.demo.story import AZURE_SUBSCRIPTIONS, GCP_PROJECTS, OCI_COMPARTMENTS

COLUMNS = (
    "template_id INTEGER, count_at_scale_1 INTEGER, count_at_least INTEGER, kind VARCHAR,"
    " account_id VARCHAR, account_name VARCHAR, team VARCHAR, service VARCHAR, category VARCHAR,"
    " subcategory VARCHAR, resource_type VARCHAR, meter VARCHAR, unit VARCHAR, consumed_unit VARCHAR, "
    " per INTEGER, price DECIMAL(14, 9), low DOUBLE, high DOUBLE, decimals INTEGER, follows_load BOOLEAN"
)
AI = ("AI and Machine Learning", "Generative AI")
COMPUTE = ("Compute", "Virtual Machines")
STORAGE = ("Storage", "Block Storage")
OBJECTS = ("Storage", "Object Storage")
NETWORK = ("Networking", "Network Infrastructure")
WATCH = ("Management and Governance", "Observability")
DATA = ("Databases", "Relational Databases")
QUERIES = ("Analytics", "Analytics Platforms")
HOURS = ("Hours", "Hours", 1)
GB_MONTHS = ("GB-Months", "GB-Months", 1)
GB = ("GB", "GB", 1)
THOUSAND = ("1000 Tokens", "Tokens", 1000)
MILLION = ("1000000 Tokens", "Tokens", 1000000)
COUNT = ("Count", "Tokens", 1)

# count, at least, kind, account (by position), team, service, categories, resource type, meter, units, price,
# from, to, decimals of the quantity, follows the load
AZURE = (
    (1, 1, "usage", 0, "perception", "Virtual Machines", COMPUTE, "Virtual machine", "ND96isr H100 v5", HOURS,
    "98.32", 4, 14, 2, True),
    (2, 1, "reserved", 0, "fleet", "Virtual Machines", COMPUTE, "Virtual machine", "NC24ads A100 v4", HOURS,
    "3.673", 19, 24, 2, False),
    (14, 1, "usage", 0, "fleet", "Virtual Machines", COMPUTE, "Virtual machine", "D8s v5", HOURS, "0.384", 20,
    24, 2, False),
    (12, 0, "usage", 2, "platform", "Virtual Machines", COMPUTE, "Virtual machine", "D4s v5", HOURS, "0.192",
    4, 12, 2, True),
    (14, 0, "usage", 0, "assist", "Managed Disks", STORAGE, "Disk", "P10 LRS Disk", GB_MONTHS, "0.1536", 3,
    40, 3, False),
    (10, 0, "usage", 1, "search", "Storage Accounts", OBJECTS, "Storage account", "Hot LRS Data Stored",
    GB_MONTHS, "0.0196", 30, 900, 3, False),
    (8, 0, "usage", 0, "fleet", "Virtual Network", NETWORK, "Virtual network", "Standard Data Transfer Out",
    GB, "0.083", 2, 160, 3, True),
    (6, 0, "usage", 1, "platform", "Log Analytics", WATCH, "Log Analytics workspace",
    "Pay-as-you-go Data Ingestion", GB, "2.76", 1, 20, 3, True),
    (3, 0, "usage", 1, "search", "SQL Database", DATA, "SQL database", "vCore", HOURS, "0.5218", 24, 24, 2,
    False),
    (2, 1, "tokens", 0, "assist", "Azure OpenAI", AI, "Foundry resource", "gpt-4o-0806-Inp-glbl Tokens",
    THOUSAND, "0.002325", 6000, 24000, 3, True),
    (2, 1, "tokens", 0, "assist", "Azure OpenAI", AI, "Foundry resource", "gpt-4o-0806-Outp-glbl Tokens",
    THOUSAND, "0.0093", 900, 3200, 3, True),
    (2, 1, "tokens", 0, "assist", "Azure OpenAI", AI, "Foundry resource",
    "gpt 4o 0806 cached Inp Data Zone Tokens", THOUSAND, "0.00128", 2000, 9000, 3, True),
    (2, 1, "tokens", 1, "search", "Azure OpenAI", AI, "Foundry resource",
    "gpt 4o mini0718 BatchInp DataZone Tokens", THOUSAND, "0.0000767", 20000, 90000, 3, True),
    (2, 1, "tokens", 1, "search", "Azure OpenAI", AI, "Foundry resource",
    "gpt 4o mini0718 BatchOutp DataZone Tokens", THOUSAND, "0.000307", 3000, 11000, 3, True),
    (2, 1, "tokens", 0, "fleet", "Azure OpenAI", AI, "Foundry resource", "GPT 5 Nano Inpt Dzone 1M Tokens",
    MILLION, "0.051", 20, 90, 6, True),
    (2, 1, "tokens", 0, "fleet", "Azure OpenAI", AI, "Foundry resource",
    "GPT 5 Nano Batch Inpt cchd Dzone 1M Tokens", MILLION, "0.0026", 5, 30, 6, True),
    (2, 1, "tokens", 0, "fleet", "Azure OpenAI", AI, "Foundry resource", "GPT 5 Nano opt Dzone 1M Tokens",
    MILLION, "0.41", 3, 12, 6, True),
    (1, 1, "usage", 0, "assist", "Azure OpenAI", AI, "Foundry resource", "Provisioned Managed Global Unit",
    HOURS, "0.93", 360, 360, 0, False),
)  # fmt: skip
GCP = (
    (1, 1, "usage", 2, "research", "Compute Engine", COMPUTE, "Instance",
    "A3 High Nvidia H100 80GB GPU attached to On-demand VM running in Americas", HOURS, "11.06", 16, 96, 2,
    True),
    (16, 1, "usage", 0, "fleet", "Compute Engine", COMPUTE, "Instance",
    "N2 Instance Core running in Americas", HOURS, "0.03161", 96, 192, 2, False),
    (12, 0, "usage", 1, "search", "Compute Engine", COMPUTE, "Instance",
    "N2 Instance Core running in Americas", HOURS, "0.03161", 48, 192, 2, False),
    (10, 0, "usage", 0, "fleet", "Persistent Disk", STORAGE, "Disk", "Balanced PD Capacity", GB_MONTHS, "0.1",
    4, 33, 3, False),
    (8, 0, "usage", 1, "search", "Cloud Storage", OBJECTS, "Bucket", "Standard Storage US Multi-region",
    GB_MONTHS, "0.026", 40, 700, 3, False),
    (6, 0, "usage", 0, "fleet", "Networking", NETWORK, "Forwarding rule",
    "Network Internet Data Transfer Out from Americas to Americas", GB, "0.085", 2, 120, 3, True),
    (5, 0, "usage", 2, "research", "BigQuery", QUERIES, "Dataset", "Analysis", ("TB", "TB", 1), "6.25", 0.05,
    3, 4, True),
    (5, 0, "usage", 3, None, "Compute Engine", COMPUTE, "Instance", "E2 Instance Core running in Americas",
    HOURS, "0.02181", 8, 48, 2, True),
    (2, 1, "tokens", 1, "search", "Vertex AI", AI, "Endpoint", "Gemini 2.5 Flash GA Text Input - Predictions",
    COUNT, "0.0000003", 8e6, 30e6, 0, True),
    (2, 1, "tokens", 1, "search", "Vertex AI", AI, "Endpoint",
    "Gemini 2.5 Flash GA Text Output (Thinking On) - Predictions", COUNT, "0.0000025", 6e5, 3e6, 0, True),
    (2, 1, "tokens", 1, "search", "Vertex AI", AI, "Endpoint",
    "Gemini 2.5 Flash GA Thinking Text Output - Predictions", COUNT, "0.0000025", 5e5, 2e6, 0, True),
    (2, 1, "tokens", 0, "fleet", "Vertex AI", AI, "Endpoint",
    "Gemini 2.5 Flash Lite GA Text Input - Predictions", COUNT, "0.0000001", 1e7, 4e7, 0, True),
    (2, 1, "tokens", 0, "fleet", "Vertex AI", AI, "Endpoint",
    "Gemini 2.5 Flash Lite GA Text Output - Predictions", COUNT, "0.0000004", 1e6, 4e6, 0, True),
)  # fmt: skip
OCI = (
    (1, 1, "usage", 1, "perception", "COMPUTE", COMPUTE, "instance", "GPU - A100 - v2", ("GPU Hours",
    "GPU Hours", 1), "4", 12, 64, 2, True),
    (12, 1, "usage", 0, "platform", "COMPUTE", COMPUTE, "instance", "Standard - E4 - OCPU", ("OCPU Hours",
    "OCPU Hours", 1), "0.025", 96, 192, 2, False),
    (12, 0, "usage", 0, "platform", "COMPUTE", COMPUTE, "instance", "Standard - E4 - Memory", ("GB Hours",
    "GB Hours", 1), "0.0015", 700, 1536, 2, False),
    (6, 0, "usage", 0, "platform", "BLOCK_STORAGE", STORAGE, "volume", "Block Volume - Storage", ("GB Months",
    "GB Months", 1), "0.0255", 3, 30, 3, False),
    (2, 0, "usage", 0, "platform", "DATABASE", DATA, "autonomousdatabase",
    "Oracle APEX Application Development", ("Hours", "Hours", 1), "0.147171", 24, 24, 2, False),
)  # fmt: skip
CATALOGS = {
    "azure": (AZURE, AZURE_SUBSCRIPTIONS),
    "gcp": (GCP, GCP_PROJECTS),
    "oci": (OCI, OCI_COMPARTMENTS),
}


def make(demo: Demo, provider: str) -> None:
    """Create `<provider>_templates` and `<provider>_resources`: resources live through all months."""
    rows, accounts = CATALOGS[provider]
    demo.table(f"{provider}_templates", COLUMNS, _templates(rows, list(accounts.items())))
    demo.resources(f"{provider}_resources", f"{provider}_templates")


def _templates(rows: Sequence[tuple], accounts: list[tuple[str, str]]) -> Iterator[tuple]:
    for number, row in enumerate(rows, start=1):
        count, least, kind, account, team, service, categories, resource_type, meter, units, *figures = row
        yield (
            number, count, least, kind, *accounts[account], team, service, *categories, resource_type, meter,
            *units,
            *figures,
        )  # fmt: skip


def make_lines(demo: Demo, provider: str, month: date) -> None:
    """Create `focus_lines`: a row per resource and day of a month, with its quantity and template.

    A resource without tags is one whose `tags_team` is NULL.
    """
    start, end = demo.story.days_of(month)
    demo.run(f"""
        CREATE OR REPLACE TABLE focus_lines AS
        SELECT
            resource, day, day::TIMESTAMP AS starts, day::TIMESTAMP + INTERVAL 1 DAY AS ends, templates.*,
            round(between_dice(low, high, resource, day || '{provider}') * CASE WHEN follows_load
                THEN weekday_share(day) * growth(0.03, day) ELSE 1 END, decimals)::DECIMAL(20, 6) AS quantity,
            CASE WHEN dice(resource, '{provider} untagged') >= 0.15 THEN team END AS tags_team,
            CASE WHEN dice(resource, 'test') < 0.15 THEN 'test' ELSE 'prod' END AS environment,
            upper(substr(hexed(meter, 'sku'), 1, 12)) AS sku
        FROM {provider}_resources INNER JOIN {provider}_templates AS templates USING (template_id), days
        WHERE day BETWEEN {literal(start)} AND {literal(end)}
    """)
