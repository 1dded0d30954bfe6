"""Two Kubernetes clusters on AWS: what OpenCost makes of their nodes, and what DCGM reads from the GPUs.

OpenCost starts from list prices and moves to the bill once the bill is there: of the last days it is not, so
they differ by what commitments save. Everywhere else the two differ by OpenCost's rounding alone.
"""

from datetime import date, timedelta

from finops.demo.engine import Demo, literal
from finops.demo.story import OPENCOST_UNRECONCILED_DAYS, Story

MONTHS = 2
GPU_DAYS = 3
CLUSTERS = {"p5.48xlarge": "research-gpu", "g5.2xlarge": "perception-gpu"}
GPUS = {"p5.48xlarge": (8, "NVIDIA H100 80GB HBM3"), "g5.2xlarge": (1, "NVIDIA A10G")}
# Part of a node, namespace, workload, share of its price, share of that it does not use, label of the team;
# nobody has the rest.
PARTS = (
    ("pretrain", "training", "trainer", "0.625", "0.04", "research"),
    ("evaluate", "evaluation", "runner", "0.25", "0.3", "research"),
    ("device-plugin", "kube-system", "plugin", "0.025", "0", None),
    ("__idle__", None, None, "0.1", "0", None),
)


def first_day(story: Story) -> date:
    """Return the first day that OpenCost was asked about."""
    return story.months[-MONTHS:][0]


def make_month(demo: Demo, month: date) -> None:
    """Keep the GPU machines of the month: hours, list price and what the bill says they cost in effect."""
    if month == demo.story.months[0]:
        demo.run("""
            CREATE OR REPLACE TABLE cluster_nodes (
                resource BIGINT, instance_type VARCHAR, day DATE, hours DECIMAL(20, 4),
                list_cost DECIMAL(18, 5), effective_cost DECIMAL(18, 5)
            )
        """)
    if month < first_day(demo.story):
        return
    kinds = ", ".join(literal(kind) for kind in CLUSTERS)
    demo.run(f"""
        INSERT INTO cluster_nodes
        SELECT
            resource, instance_type, starts::DATE, quantity, list_cost,
            CASE line_type WHEN 'SavingsPlanCoveredUsage' THEN plan_effective
                WHEN 'DiscountedUsage' THEN reserved_effective ELSE cost END
        FROM aws_lines INNER JOIN aws_templates USING (template_id)
        WHERE instance_type IN ({kinds}) AND quantity > 0 AND (kind = 'reserved' OR instance_type LIKE 'p5%')
            AND line_type IN ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage')
    """)


def write(demo: Demo) -> None:
    """Write OpenCost's answer per cluster and month, and DCGM's scrapes of the last days."""
    _make_entries(demo)
    for kind, cluster in CLUSTERS.items():
        for month in demo.story.months[-MONTHS:]:
            _write_answer(demo, kind, cluster, month)
    demo.step("OpenCost allocations of both clusters", ["opencost"], "opencost_allocation")
    _write_scrapes(demo)


def _make_entries(demo: Demo) -> None:
    demo.table("cluster_parts", "part VARCHAR, namespace VARCHAR, container VARCHAR, share DECIMAL(4, 3),"
               " unused DECIMAL(4, 3), team VARCHAR", PARTS)  # fmt: skip
    late = demo.story.last_day - timedelta(days=OPENCOST_UNRECONCILED_DAYS - 1)
    demo.run(f"""
        CREATE OR REPLACE TABLE cluster_entries AS
        WITH nodes AS (
            SELECT *, resource % 10000000 AS number,
                'ip-10-' || resource // 10000000 || '-' || number // 100 || '-' || number % 100 AS node,
                'aws:///us-east-1a/i-0' || substr(hexed(resource, 'instance'), 1, 16) AS provider_id,
                CASE WHEN day >= {literal(late)} THEN 0 ELSE effective_cost - list_cost END AS adjustment
            FROM cluster_nodes
        ),
        split AS (
            SELECT nodes.*, cluster_parts.*, round(list_cost * share, 5) AS part_cost,
                round(adjustment * share, 5) AS part_adjustment
            FROM nodes, cluster_parts
        )
        SELECT *,
            round(part_cost * 0.9, 5) AS gpu_cost, round(part_cost * 0.07, 5) AS cpu_cost,
            part_cost - round(part_cost * 0.9, 5) - round(part_cost * 0.07, 5) AS ram_cost,
            node || '/' || coalesce(namespace || '/' || part || '-' || number, part) AS entry
        FROM split
    """)


def _write_answer(demo: Demo, kind: str, cluster: str, month: date) -> None:
    gpus, model = GPUS[kind]
    start, end = demo.story.days_of(month)
    where = f"instance_type = {literal(kind)} AND day BETWEEN {literal(start)} AND {literal(end)}"
    demo.copy(
        "opencost_allocation",
        f"opencost/{cluster}/{month:%Y-%m}.json",
        f"""
        WITH sets AS (
            SELECT day, string_agg(to_json(entry)::VARCHAR || ':' || json_object(
                'name', entry,
                'properties', json_object('cluster', {literal(cluster)}, 'node', node, 'namespace', namespace,
                    'controllerKind', CASE WHEN namespace IS NOT NULL THEN 'job' END,
                    'controller', CASE WHEN namespace IS NOT NULL THEN part END,
                    'pod', CASE WHEN namespace IS NOT NULL THEN part || '-' || number END,
                    'container', container, 'providerID', provider_id,
                    'labels', CASE WHEN team IS NOT NULL THEN json_object('team', team) END),
                'window', json_object('start', iso(day), 'end', iso(day + 1)),
                'start', iso(day), 'end', iso(day + 1), 'minutes', to_double(hours * 60),
                'cpuCoreHours', to_double(hours * share * 4), 'cpuCost', to_double(cpu_cost),
                'cpuCostAdjustment', 0.0, 'cpuCostIdle', to_double(round(cpu_cost * unused, 5)),
                'gpuCount', to_double({gpus} * share), 'gpuHours', to_double(hours * share * {gpus}),
                'gpuCost', to_double(gpu_cost), 'gpuCostAdjustment', to_double(part_adjustment),
                'gpuCostIdle', to_double(round(gpu_cost * unused, 5)),
                'gpuAllocation', json_object('gpuModel', {literal(model)}, 'isGPUShared', false),
                'networkCost', 0.0, 'networkCostAdjustment', 0.0, 'loadBalancerCost', 0.0,
                'loadBalancerCostAdjustment', 0.0, 'pvCost', 0.0, 'pvCostAdjustment', 0.0,
                'ramByteHours', to_double(hours * share * 68719476736), 'ramCost', to_double(ram_cost),
                'ramCostAdjustment', 0.0, 'ramCostIdle', to_double(round(ram_cost * unused, 5)),
                'sharedCost', 0.0, 'externalCost', 0.0,
                'totalCost', to_double(part_cost + part_adjustment)
            )::VARCHAR, ',' ORDER BY entry) AS entries
            FROM cluster_entries WHERE {where} GROUP BY day
        )
        SELECT 200 AS code, 'success' AS status,
            list(('{{' || entries || '}}')::JSON ORDER BY day) AS data FROM sets
        """,
        "FORMAT json",
        rows=demo.value(f"SELECT count(*) FROM cluster_entries WHERE {where}"),
    )


def _write_scrapes(demo: Demo) -> None:
    """One node of the research cluster, scraped by the hour; its last GPU is free."""
    kind = "p5.48xlarge"
    gpus, model = GPUS[kind]
    start = demo.story.last_day - timedelta(days=GPU_DAYS - 1)
    demo.run(f"""
        CREATE OR REPLACE TABLE gpu_scrapes AS
        WITH node AS (
            SELECT min(resource) AS resource, min_by(node, resource) AS node FROM cluster_entries
            WHERE instance_type = {literal(kind)}
        ),
        scrapes AS (
            SELECT node, gpu, moment, gpu = {gpus - 1} AS is_free,
                'GPU-' || substr(hexed(gpu, 'gpu'), 1, 8) || '-0000-4000-8000-'
                || substr(hexed(gpu, 'uuid'), 1, 12) AS uuid, round(between_dice(0.55, 0.9, gpu, moment), 6)
                AS busy
            FROM node, range({gpus}) AS gpus(gpu), generate_series(
                {literal(start)}::TIMESTAMP, {literal(demo.story.last_day)}::TIMESTAMP + INTERVAL 23 HOUR,
                INTERVAL 1 HOUR
            ) AS hours(moment)
        )
        SELECT *,
            CASE WHEN is_free THEN 70 ELSE 300 + round(400 * busy) END AS watts,
            sum(CASE WHEN is_free THEN 70 ELSE 300 + round(400 * busy) END * 3600000)
                OVER (PARTITION BY gpu ORDER BY moment)::BIGINT AS millijoules
        FROM scrapes
    """)
    labels = f"""'{{gpu="' || gpu || '",UUID="' || uuid || '",device="nvidia' || gpu || '",modelName="'
        || {literal(model)} || '",Hostname="' || node || '",container="' || if(is_free, '', 'trainer')
        || '",namespace="' || if(is_free, '', 'training') || '",pod="' || if(is_free, '', 'pretrain-0')
        || '"}} '"""
    samples = " UNION ALL ".join(
        f"SELECT moment, gpu, {place} AS place, {literal(metric)} || {labels} || {value}::VARCHAR || ' '"
        " || epoch_ms(moment) AS line FROM gpu_scrapes"
        for place, (metric, value) in enumerate(
            (
                ("DCGM_FI_DEV_GPU_UTIL", "if(is_free, 0, 99)"),
                ("DCGM_FI_PROF_GR_ENGINE_ACTIVE", "if(is_free, 0, busy)"),
                ("DCGM_FI_DEV_POWER_USAGE", "watts"),
                ("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "millijoules"),
            )
        )
    )
    for number in range(GPU_DAYS):
        day = start + timedelta(days=number)
        demo.copy(
            "dcgm_metrics",
            f"dcgm/{day:%Y-%m-%d}.prom",
            f"SELECT line FROM ({samples}) WHERE moment::DATE = {literal(day)} ORDER BY moment, gpu, place",
            "FORMAT csv, HEADER false, DELIMITER '\x01', QUOTE '', ESCAPE ''",
        )
    demo.step("DCGM scrapes of a research node", ["dcgm"], "dcgm_metrics", scope=CLUSTERS[kind])
