"""What NVIDIA's DCGM exporter tells of GPUs."""

from finops.landing.source_types import Source, Sum, Table
from finops.landing.sql import as_decimal

# DCGM writes values at the end of the 64-bit range for what it could not read; staging has them as NULL.
_VALUE = (
    "coalesce(case when abs(try_cast(sample_value as double)) < 1e16"
    f" then {as_decimal('sample_value', 'VARCHAR')} end, 0)"
)

SOURCES = (
    Source(
        "dcgm_metrics",
        (
            Table(
                "samples",
                ("metric_name", "sample_value", "DCGM_FI"),
                period="sample_time",
                keys=("metric_name", "sample_time"),
                staging="stg_nvidia__dcgm_samples",
                sums=(Sum("sample_value", _VALUE, "sample_value"),),
            ),
        ),
        "upsert",
        ("prometheus",),
    ),
)
