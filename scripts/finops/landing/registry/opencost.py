"""What OpenCost and Kubecost tell of a cluster's cost."""

from finops.landing.source_types import Source, Table, added

_COSTS = ("cpuCost", "gpuCost", "ramCost", "totalCost")

SOURCES = (
    Source(
        "opencost_allocation",
        (
            Table(
                "allocations",
                ("_key", "window_start", "totalCost"),
                period="window_start",
                keys=("window_start",),
                checked=(*_COSTS, "networkCost", "loadBalancerCost", "pvCost", "sharedCost", "externalCost"),
                json_records="data[]{}",
                json_members=("name", "window", "minutes", "totalCost"),
                json_whole=(
                    "properties_labels",
                    "properties_annotations",
                    "properties_namespaceLabels",
                    "properties_namespaceAnnotations",
                    "pvs",
                    "lbAllocations",
                    "proportionalAssetResourceCosts",
                    "rawAllocationOnly",
                ),
                group_keys=("name",),
                staging="stg_opencost__allocations",
                sums=(
                    added("total_cost", "totalCost"),
                    added("cpu_cost", "cpuCost"),
                    added("gpu_cost", "gpuCost"),
                    added("ram_cost", "ramCost"),
                ),
            ),
        ),
        "days",
        ("documents",),
        account="properties_cluster",
    ),
)
