"""The company's own OpenShift cluster: what its cost operator reports of GPUs, pods and labels by the hour.

It has uptimes and no money: what the cluster costs is in the list of asset costs.
"""

from datetime import timedelta

from finops.demo.engine import Demo, literal
from finops.demo.own_bills import OWN_CLUSTER, OWN_NODE

DAYS = 3
# GPU of the node, namespace, pod, team: the last GPU is free and so has no row.
PODS = (
    (0, "simulation", "sim-worker-0", "research"),
    (1, "simulation", "sim-worker-1", "research"),
    (2, "routing", "route-solver-0", "fleet"),
)
PERIOD = """
    strftime(date_trunc('month', hour), '%Y-%m-%d %H:%M:%S +0000 UTC') AS report_period_start,
    strftime(date_trunc('month', hour) + INTERVAL 1 MONTH, '%Y-%m-%d %H:%M:%S +0000 UTC')
        AS report_period_end,
    strftime(hour, '%Y-%m-%d %H:%M:%S +0000 UTC') AS interval_start,
    strftime(hour + INTERVAL 3599 SECOND, '%Y-%m-%d %H:%M:%S +0000 UTC') AS interval_end
"""
REPORTS = {
    "gpu_usage": """
        SELECT {period}, node, namespace, pod,
            'GPU-' || substr(hexed(gpu, 'own gpu'), 1, 8) || '-0000-4000-8000-'
            || substr(hexed(gpu, 'own uuid'), 1, 12) AS gpu_uuid,
            'H100' AS gpu_model_name, 'nvidia_com_gpu' AS gpu_vendor_name, 81920 AS gpu_memory_capacity_mib,
            uptime AS gpu_pod_uptime, NULL AS mig_instance_id, NULL AS mig_profile, NULL AS mig_strategy
        FROM own_pods ORDER BY hour, gpu
    """,
    "pod_usage": """
        SELECT {period}, pod, namespace, node, '' AS resource_id,
            uptime * 6 AS pod_usage_cpu_core_seconds, uptime * 8 AS pod_request_cpu_core_seconds,
            uptime * 16 AS pod_limit_cpu_core_seconds,
            uptime * 21474836480 AS pod_usage_memory_byte_seconds,
            uptime * 34359738368 AS pod_request_memory_byte_seconds,
            uptime * 68719476736 AS pod_limit_memory_byte_seconds,
            96 AS node_capacity_cpu_cores, 345600 AS node_capacity_cpu_core_seconds,
            1099511627776 AS node_capacity_memory_bytes,
            3958241859993600 AS node_capacity_memory_byte_seconds,
            'label_team:' || team AS pod_labels
        FROM own_pods ORDER BY hour, gpu
    """,
    "node_labels": """
        SELECT DISTINCT {period}, node, 'label_nodeType:gpu|label_accelerator:nvidia' AS node_labels
        FROM own_pods ORDER BY interval_start
    """,
    "namespace_labels": """
        SELECT DISTINCT {period}, namespace, 'label_team:' || team AS namespace_labels
        FROM own_pods ORDER BY interval_start, namespace
    """,
}


def write(demo: Demo) -> None:
    """Write the reports of the last days."""
    demo.table("own_pod_templates", "gpu INTEGER, namespace VARCHAR, pod VARCHAR, team VARCHAR", PODS)
    first = demo.story.last_day - timedelta(days=DAYS - 1)
    demo.run(f"""
        CREATE OR REPLACE TABLE own_pods AS
        SELECT
            own_pod_templates.*, hour, {literal(OWN_NODE)} AS node,
            CASE WHEN dice(pod, hour) < 0.9 THEN 3600 ELSE 600 + floor(dice(pod, hour) * 2900)::BIGINT END
                AS uptime
        FROM own_pod_templates, generate_series(
            {literal(first)}::TIMESTAMP, {literal(demo.story.last_day)}::TIMESTAMP + INTERVAL 23 HOUR,
            INTERVAL 1 HOUR
        ) AS hours(hour)
    """)
    for name, select in REPORTS.items():
        demo.copy(
            "openshift_gpu_usage",
            f"openshift/{name}.csv",
            select.format(period=PERIOD),
            "FORMAT csv, HEADER",
        )
    demo.step("OpenShift reports of the own cluster", ["openshift"], "openshift_gpu_usage", scope=OWN_CLUSTER)
