"""One run of the generator: all files in order, then the manifest that says what is where."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from finops.demo import (
    anthropic,
    assistants,
    aws,
    aws_cur,
    azure,
    azure_ea,
    carbon,
    clusters,
    gcp,
    gcp_billing,
    litellm,
    llm,
    oci,
    openai,
    openshift,
    organisation,
    organisation_lists,
    outcomes,
    own_bills,
)
from finops.demo.engine import Demo, open_demo, plain
from finops.demo.story import Story

MANIFEST = "manifest.json"


def generate(
    folder: Path,
    *,
    months: int = 6,
    last_month: str = "2026-10",
    seed: int = 1,
    scale: float = 1,
    progress: Callable[[str], None] | None = None,
) -> dict:
    """Write the demo exports below `folder` and return the manifest, which is written beside them.

    The manifest holds `steps` (what to land, in order: step, paths, source, scope, delivered_at), `files`
    (path, source, rows, billed_total as exact decimal text in the billing currency, null for usage) and
    `planted` (what can be found in the numbers). Scale 1 is about 100,000 charge lines over six months.
    Raises ValueError for fewer than two months or a scale that is not positive.
    """
    if scale <= 0:
        raise ValueError("The scale must be positive.")
    story = Story.of(months, last_month)
    with open_demo(Path(folder), story, seed=seed, scale=scale, progress=progress) as demo:
        _write_clouds(demo)
        _write_llm(demo)
        own_bills.write(demo)
        organisation.write(demo)
        organisation_lists.write(demo)
        manifest = {
            "seed": seed,
            "scale": scale,
            "steps": demo.steps,
            "files": demo.files,
            "planted": story.planted() | _planted_by_size(demo),
        }
    text = json.dumps(manifest, indent=1, default=_text)
    (Path(folder) / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return json.loads(text)


def _planted_by_size(demo: Demo) -> dict:
    """What is planted and differs in amount with scale and seed."""
    return {"gateway_cloud_overlap": llm.cloud_overlap(demo), "analytics_overlap": anthropic.overlap(demo)}


def _write_clouds(demo: Demo) -> None:
    aws.make(demo)
    for month in demo.story.months:
        aws.make_month(demo, month)
        aws_cur.write_month(demo, month)
        clusters.make_month(demo, month)
    clusters.write(demo)
    openshift.write(demo)
    for provider in (azure, azure_ea, gcp, gcp_billing, oci):
        provider.make(demo)
        for month in demo.story.months:
            provider.write_month(demo, month)
    carbon.write(demo)


def _write_llm(demo: Demo) -> None:
    llm.make_keys(demo)
    outcomes.make(demo)
    for month in demo.story.months:
        llm.make_month(demo, month)
        litellm.write_month(demo, month)
        outcomes.make_month(demo)
    llm.make_usage(demo)
    openai.write(demo)
    anthropic.write(demo)
    assistants.write(demo)
    litellm.note_step(demo)


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"Not for the manifest: {value!r}")
