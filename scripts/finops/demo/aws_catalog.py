"""What Tessaline runs on AWS: templates of resources with their usage types and prices.

Bedrock usage types are written in each of the forms AWS uses: the classic one, the gateway called mantle,
and two of
AWS Marketplace; their units are thousands of tokens, millions of tokens, or Units of a million.
"""

from collections.abc import Iterator

PROD, RESEARCH, DATA, SANDBOX = "001234567891", "001234567892", "001234567893", "001234567894"

COLUMNS = (
    "template_id INTEGER, count_at_scale_1 INTEGER, count_at_least INTEGER, kind VARCHAR,"
    " product_code VARCHAR, product_name VARCHAR, family VARCHAR, instance_type VARCHAR, usage_type VARCHAR,"
    " operation VARCHAR, unit VARCHAR, price DECIMAL(14, 8), commitment_price DECIMAL(14, 8),"
    " low DOUBLE, high DOUBLE, follows_load BOOLEAN,"
    " account_id VARCHAR, team VARCHAR, description VARCHAR, billing_entity VARCHAR, legal_entity VARCHAR"
)
AWS = ("AWS", "Amazon Web Services, Inc.")

EC2 = (
    # count, at least, kind, instance type, price, price under commitment, hours from, to, account, team
    (2, 1, "usage", "p5.48xlarge", "55.04", None, 10, 24, RESEARCH, "research"),
    (2, 1, "covered", "p5.48xlarge", "55.04", "30.5", 19, 24, RESEARCH, "research"),
    (6, 1, "reserved", "g5.2xlarge", "1.212", "0.7637", 18, 24, PROD, "perception"),
    (12, 1, "usage", "m6i.2xlarge", "0.384", None, 20, 24, PROD, "fleet"),
    (10, 0, "usage", "m6i.2xlarge", "0.384", None, 20, 24, PROD, "assist"),
    (10, 0, "usage", "m6i.2xlarge", "0.384", None, 20, 24, PROD, "search"),
    (8, 0, "usage", "g5.2xlarge", "1.212", None, 8, 24, PROD, "perception"),
    (6, 0, "usage", "r6g.4xlarge", "0.8064", None, 20, 24, DATA, "platform"),
    (4, 0, "usage", "g5.xlarge", "1.006", None, 2, 20, SANDBOX, None),
)

OTHER = (
    # count, at least, code and name, family, usage type, operation, unit, price, from, to, description
    (50, 0, "AmazonEC2", "Amazon Elastic Compute Cloud", "Storage", "EBS:VolumeUsage.gp3", "CreateVolume-Gp3",
     "GB-Mo", "0.08", 3, 64,
     "$0.08 per GB-month of General Purpose (gp3) provisioned storage - US East (N. Virginia)"),
    (20, 1, "AmazonS3", "Amazon Simple Storage Service", "Storage", "TimedStorage-ByteHrs", "StandardStorage",
     "GB-Mo", "0.023", 20, 900, "$0.023 per GB - first 50 TB / month of storage used"),
    (20, 0, "AmazonS3", "Amazon Simple Storage Service", "API Request", "Requests-Tier1", "PutObject",
     "Requests", "0.000005", 1000, 900000, "$0.005 per 1,000 PUT, COPY, POST, or LIST requests"),
    (20, 1, "AWSDataTransfer", "AWS Data Transfer", "Data Transfer", "DataTransfer-Out-Bytes", "RunInstances",
     "GB", "0.09", 1, 220,
     "$0.090 per GB - first 10 TB / month data transfer out beyond the global free tier"),
    (12, 0, "AmazonCloudWatch", "AmazonCloudWatch", "Data Payload", "DataProcessing-Bytes", "PutLogEvents",
     "GB", "0.5", 0.2, 30,
     "$0.50 per GB log data ingested in standard log class - US East (Northern Virginia)"),
    (6, 0, "AmazonRDS", "Amazon Relational Database Service", "Database Instance",
    "InstanceUsage:db.r6g.xlarge",
     "CreateDBInstance:0014", "Hrs", "0.45", 24, 24,
     "$0.45 per RDS db.r6g.xlarge Single-AZ instance hour running PostgreSQL"),
    (10, 0, "AWSLambda", "AWS Lambda", "Serverless", "Lambda-GB-Second", "Invoke", "Lambda-GB-Second",
    "0.0000166667",
     500, 90000, "AWS Lambda - Compute - US East (Northern Virginia)"),
)  # fmt: skip

# product code, product name, unit, units a day from, to, team, ((usage type, price), ...)
BEDROCK = (
    ("AmazonBedrock", "Amazon Bedrock", "1K tokens", 4000, 9000, "assist", (
        ("USE1-Claude4.6Sonnet-input-tokens", "0.003"), ("USE1-Claude4.6Sonnet-output-tokens", "0.015"),
        ("USE1-Claude4.6Sonnet-cache-read-input-token-count", "0.0003"),
        ("USE1-Claude4.6Sonnet-cache-write-input-token-count", "0.00375"),
    )),
    ("AmazonBedrock", "Amazon Bedrock", "1K tokens", 9000, 22000, "search", (
        ("USE1-NovaPro-input-tokens", "0.0008"), ("USE1-NovaPro-output-tokens", "0.0032"),
        ("USE1-NovaPro-input-tokens-batch", "0.0004"), ("USE1-NovaPro-output-tokens-batch", "0.0016"),
        ("USE1-Claude4.6Opus-cache-read-input-token-count-cross-region-global", "0.0005"),
    )),
    ("AmazonBedrockService", "Amazon Bedrock Service", "1M tokens", 2, 9, "fleet", (
        ("USE1-anthropic.claude-opus-4-8-mantle-input-tokens-standard", "5"),
        ("USE1-anthropic.claude-opus-4-8-mantle-output-tokens-standard", "25"),
        ("USE1-anthropic.claude-opus-4-8-mantle-cache-read-input-tokens-standard", "0.5"),
        ("USE1-anthropic.claude-opus-4-8-mantle-cache-write-1h-input-tokens-standard", "10"),
    )),
    ("3vhj8k2m5tqk9d7f1xw4r6zap", "Claude Haiku 4.5 (Amazon Bedrock Edition)", "Units", 6, 20, "perception", (
        ("USE1-MP:USE1_InputTokenCount-Units", "1"), ("USE1-MP:USE1_OutputTokenCount-Units", "5"),
        ("USE1-MP:USE1_CacheReadInputTokenCount-Units", "0.1"),
        ("USE1-MP:USE1_InputTokenCount_Batch-Units", "0.5"),
    )),
    ("7bq2n4y6wle8s0u3hc5dk1gmp", "Claude Sonnet 4.6 (Amazon Bedrock Edition)", "Units", 3, 11, "platform", (
        ("USE1_input_tokens_standard-Units", "3"), ("USE1_output_tokens_standard-Units", "15"),
        ("USE1_input_tokens_global_standard-Units", "3"),
    )),
)  # fmt: skip
TEAMS_OF_OTHER = ("perception", "fleet", "assist", "search", "platform")


def templates() -> Iterator[tuple]:
    """Yield the rows of table `aws_templates`."""
    for number, (_, *rest) in enumerate(_without_ids(), start=1):
        yield (number, *rest)


def _without_ids() -> Iterator[tuple]:
    for count, least, kind, instance, price, commitment_price, low, high, account, team in EC2:
        yield (
            0, count, least, kind, "AmazonEC2", "Amazon Elastic Compute Cloud", "Compute Instance", instance,
            f"BoxUsage:{instance}", "RunInstances", "Hrs", price, commitment_price, low, high, False, account,
            team,
            f"${price} per On Demand Linux {instance} Instance Hour", *AWS,
        )  # fmt: skip
    for count, least, code, name, family, usage_type, operation, unit, price, low, high, description in OTHER:
        for position, team in enumerate(TEAMS_OF_OTHER):
            share = count * (position + 1) // 5 - count * position // 5
            account = DATA if team == "platform" else PROD
            yield (
                0, share, least if position == 0 else 0, "usage", code, name, family, None, usage_type,
                operation,
                unit, price, None, low, high, unit in ("Requests", "GB"), account, team, description, *AWS,
            )  # fmt: skip
    for code, name, unit, low, high, team, meters in BEDROCK:
        is_marketplace = "Edition" in name
        entities = ("AWS Marketplace", "Anthropic, PBC") if is_marketplace else AWS
        for usage_type, price in meters:
            share = 0.12 if "output" in usage_type.lower() else 0.3 if "write" in usage_type else 1
            yield (
                0, 2, 1, "bedrock", code, name, None if is_marketplace else "Amazon Bedrock", None,
                usage_type,
                "InvokeModel", unit, price, None, low * share, high * share, True, PROD, team,
                _bedrock_description(usage_type, unit, price), *entities,
            )  # fmt: skip
    yield (
        0, 4, 1, "usage", "a1f5c9d2e8b74036", "Red Hat Enterprise Linux", None, "m6i.2xlarge",
        "SoftwareUsage:m6i.2xlarge", "RunInstances:0010", "Hrs", "0.13", None, 20, 24, False, PROD,
        "platform",
        "AWS Marketplace software usage|us-east-1|m6i.2xlarge", "AWS Marketplace", "Red Hat, Inc.",
    )  # fmt: skip


def _bedrock_description(usage_type: str, unit: str, price: str) -> str:
    words = usage_type.lower()
    is_read = "cacheread" in words or "cache-read" in words
    kind = "Cache Read " if is_read else "Cache Write " if "write" in words else ""
    direction = "Output" if "output" in words else "Input"
    per = {"1K tokens": "1K", "1M tokens": "1M", "Units": "Million"}[unit]
    scope = "Global" if "global" in words else "Regional"
    return f"${price} per {per} {kind}{direction} Tokens {scope}"
