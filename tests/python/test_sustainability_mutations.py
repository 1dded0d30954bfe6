"""Each invariant of energy and carbon is broken once, in a copy: a test must see it."""

from pathlib import Path

import pytest

from test_unit_economics_mutations import mutable, passes

__all__ = ["mutable"]

MODELS = "models/marts/sustainability"
# What is broken: where, what stands there, what is put in its place, what is built anew and tested with all
# that follows.
MUTATIONS = {
    "the PUE is applied twice": (
        f"{MODELS}/energy/int_energy__facility.sql",
        "when is_pue_included then kwh_{{ end }} else {{ facility_kwh('kwh_' ~ end, 'pue_' ~ end) }}",
        "when is_pue_included then kwh_{{ end }} else cast(pue_{{ end }}"
        " * {{ facility_kwh('kwh_' ~ end, 'pue_' ~ end) }} as decimal(28, 12))",
        "int_energy__facility+",
    ),
    "the PUE is applied to a figure that holds it": (
        f"{MODELS}/energy/int_energy__facility.sql",
        "when is_pue_included then kwh_{{ end }} else",
        "when false then kwh_{{ end }} else",
        "int_energy__facility+",
    ),
    "bases of the grid are joined": (
        f"{MODELS}/factors/int_places__grids.sql",
        "on places.zone = grids.zone and places.factor_basis = grids.factor_basis",
        "on places.zone = grids.zone or places.factor_basis != grids.factor_basis",
        "int_places__grids+",
    ),
    "a lifecycle factor is called direct": (
        f"{MODELS}/daily/int_emissions__energy.sql",
        "coalesce(grids.factor_basis, 'none') as factor_basis",
        "'direct' as factor_basis",
        "int_emissions__energy+",
    ),
    "GPU hours have no energy": (
        f"{MODELS}/energy/int_energy__gpus.sql",
        "when not is_without_curve",
        "when false and not is_without_curve",
        "int_energy__gpus+",
    ),
    "a new model version is added to the old one": (
        f"{MODELS}/provider_report/int_provider_groups.sql",
        "    where is_counted\n",
        "    where is_counted or not_counted_reason = 'older_model_version'\n",
        "int_provider_groups+",
    ),
    "a market-based figure is invented": (
        f"{MODELS}/daily/int_emissions__energy.sql",
        "cast(null as decimal(28, 12)) as market_g",
        "{{ carbon_g('facility.facility_kwh_central', 'grids.g_per_kwh') }} as market_g",
        "int_emissions__energy+",
    ),
    "nothing is called zero": (
        f"{MODELS}/daily/fct_emissions_daily.sql",
        "    case when market_g is null then 'not_published' end as market_reason",
        "    case when market_g is null and method != 'provider_export' then 'not_published' end"
        " as market_reason",
        "fct_emissions_daily+",
    ),
    "what no work fits is dropped": (
        f"{MODELS}/provider_report/int_provider_parts.sql",
        "    where with_work.group_id is null\n",
        "    where with_work.group_id is null and false\n",
        "int_provider_parts+",
    ),
    "a pool keeps a part of its emissions": (
        f"{MODELS}/allocated/int_emissions__pooled.sql",
        "borne.part as amount",
        "cast(borne.part * 0.99 as decimal(28, 12)) as amount",
        "int_emissions__pooled+",
    ),
    "ends of a range are swapped": (
        f"{MODELS}/energy/int_energy__token_rates.sql",
        "{{ kwh_per_mtok('wh_per_mtok_' ~ end, 'factor_' ~ end) }} as kwh_per_mtok_{{ end }}",
        "{{ kwh_per_mtok('wh_per_mtok_low', 'factor_' ~ end) }}"
        " * {{ 9 if end == 'low' else 1 }} as kwh_per_mtok_{{ end }}",
        "int_energy__token_rates+",
    ),
}  # fmt: skip


@pytest.mark.prove
@pytest.mark.parametrize("broken", MUTATIONS, ids=str)
def test_a_broken_invariant_is_seen(mutable: tuple[Path, Path], broken: str) -> None:
    """And the project without the break passes again."""
    home, project = mutable
    name, stands, instead, selected = MUTATIONS[broken]
    path = project / name
    whole = path.read_text(encoding="utf-8")
    assert stands in whole, f"{name} no longer holds {stands!r}"
    path.write_text(whole.replace(stands, instead), encoding="utf-8")
    try:
        assert not passes(home, project, selected)
    finally:
        path.write_text(whole, encoding="utf-8")
    assert passes(home, project, selected)
