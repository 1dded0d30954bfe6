"""What OpenShift's cost operator reports of a cluster."""

from finops.landing.source_types import Source, Table, added

SOURCES = (
    Source(
        "openshift_gpu_usage",
        (
            Table(
                "gpu_usage",
                ("interval_start", "node", "gpu_uuid", "gpu_pod_uptime"),
                period="interval_start",
                keys=("interval_start", "gpu_uuid"),
                staging="stg_openshift__gpu_usage",
                sums=(added("uptime_seconds", "gpu_pod_uptime"),),
            ),
            Table(
                "pod_usage",
                ("interval_start", "pod", "pod_usage_cpu_core_seconds"),
                period="interval_start",
                keys=("interval_start",),
                staging="stg_openshift__pod_usage",
                sums=(
                    added("cpu_core_seconds", "pod_usage_cpu_core_seconds"),
                    added("requested_cpu_core_seconds", "pod_request_cpu_core_seconds"),
                ),
            ),
            Table(
                "node_labels",
                ("interval_start", "node", "node_labels"),
                period="interval_start",
                keys=("interval_start",),
                staging="stg_openshift__node_labels",
            ),
            Table(
                "namespace_labels",
                ("interval_start", "namespace", "namespace_labels"),
                period="interval_start",
                keys=("interval_start",),
                staging="stg_openshift__namespace_labels",
            ),
        ),
        "upsert",
        ("csv",),
    ),
)
