"""Energy, carbon and water: macros as dbt compiles them, against ecologits and printed examples."""

import csv
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import inf
from pathlib import Path

import duckdb
import pytest
from dbt.contracts.graph.manifest import Manifest

from finops.energy import appending, refresh
from running_dbt import ROOT, invoke, make_home

SEEDS = ROOT / "seeds" / "sustainability"
MARK = "\n-- next macro\n"
EXPRESSIONS = {
    "facility_kwh": "{{ facility_kwh('it_kwh', 'pue') }}",
    "it_kwh_of_facility": "{{ it_kwh_of_facility('kwh', 'pue') }}",
    "carbon_g": "{{ carbon_g('kwh', 'factor') }}",
    "litres_per_it_kwh": "{{ litres_per_it_kwh('onsite', 'pue', 'offsite') }}",
    "water_litres": "{{ water_litres('it_kwh', 'litres') }}",
    "kwh_per_mtok": "{{ kwh_per_mtok('wh', 'factor') }}",
    "tokens_kwh": "{{ tokens_kwh('mtok', 'kwh') }}",
    "gpu_watts": "{{ gpu_watts('idle', 'most', 'utilisation', 'host') }}",
    "gpu_kwh": "{{ gpu_kwh('hours', 'watts') }}",
    "embodied_g_per_hour": "{{ embodied_g_per_hour('kg', 'life') }}",
}
# Twenty models of all sellers and sizes, open and closed, dense and mixtures of experts.
MODELS = (
    ("openai", "gpt-4o"), ("openai", "gpt-4o-mini"), ("openai", "gpt-4.1"), ("openai", "gpt-4.1-mini"),
    ("openai", "gpt-5"), ("openai", "gpt-5-mini"), ("openai", "gpt-5-nano"),
    ("anthropic", "claude-sonnet-4-5"), ("anthropic", "claude-haiku-4-5"), ("anthropic", "claude-opus-4-5"),
    ("google_genai", "gemini-2.5-pro"), ("google_genai", "gemini-2.5-flash"),
    ("google_genai", "gemini-2.5-flash-lite"), ("mistralai", "mistral-large-2512"),
    ("mistralai", "mistral-small-2603"), ("cohere", "command-a-03-2025"),
    ("huggingface_hub", "meta-llama/Meta-Llama-3.1-8B-Instruct"),
    ("huggingface_hub", "meta-llama/Meta-Llama-3.1-70B-Instruct"),
    ("huggingface_hub", "mistralai/Mixtral-8x7B-Instruct-v0.1"),
    ("huggingface_hub", "mistralai/Mixtral-8x22B-Instruct-v0.1"),
)  # fmt: skip


@pytest.fixture(scope="module")
def compute(manifest: Manifest, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Decimal]:
    """The value of a macro for named numbers: `compute("carbon_g", kwh="1", factor="291")`."""
    folder = tmp_path_factory.mktemp("physics")
    run, result = invoke(
        make_home(folder / "home"), folder / "target", "compile", "--inline", MARK.join(EXPRESSIONS.values()),
        manifest=manifest,
    )  # fmt: skip
    run.check()
    compiled = dict(zip(EXPRESSIONS, result.results[0].node.compiled_code.split(MARK), strict=True))
    con = duckdb.connect()

    def value(macro: str, **numbers: object) -> Decimal:
        columns = ", ".join(
            f"cast('{number}' as decimal(28, 12)) as {name}" for name, number in numbers.items()
        )
        return con.sql(f"select {compiled[macro]} from (select {columns})").fetchone()[0]

    return value


def rows(name: str) -> list[dict[str, str]]:
    with open(SEEDS / f"{name}.csv", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def energy_of(seller: str, model: str) -> dict[str, Decimal]:
    """Figures of the row of a model that was appended last."""
    found = [
        row
        for row in rows("token_energy")
        if (row["seller"], row["model_ref"], row["method"]) == (seller, model, "model")
    ]
    return {column: Decimal(found[-1][column]) for column in appending.FIGURES}


def ends(value: object) -> tuple[float, float]:
    return getattr(value, "min", value), getattr(value, "max", value)


@pytest.mark.parametrize("tokens", [400, 12_345])
@pytest.mark.parametrize(("seller", "model"), MODELS, ids=[model for _, model in MODELS])
def test_results_of_the_package(
    compute: Callable[..., Decimal], seller: str, model: str, tokens: int
) -> None:
    """Energy, carbon of use and of hardware, and water, at both ends, by our arithmetic from the seed."""
    from ecologits.electricity_mix_repository import electricity_mixes
    from ecologits.tracers.utils import PROVIDER_CONFIG_MAP, llm_impacts

    theirs = llm_impacts(seller, model, tokens, inf)
    place = PROVIDER_CONFIG_MAP[seller]
    mix = electricity_mixes.find_electricity_mix(place.datacenter_location)
    figures = energy_of(seller, model)
    for which, end in enumerate(("low", "high")):
        pue = ends(place.datacenter_pue)[which]
        per_mtok = compute("kwh_per_mtok", wh=figures[f"wh_per_mtok_{end}"], factor=1)
        mtok = Decimal(tokens).scaleb(-6)
        it_kwh = compute("tokens_kwh", mtok=mtok, kwh=per_mtok) + figures[f"wh_per_request_{end}"] / 1000
        facility = compute("facility_kwh", it_kwh=it_kwh, pue=pue)
        litres = compute(
            "litres_per_it_kwh", onsite=ends(place.datacenter_wue)[which], pue=pue, offsite=mix.wue
        )
        assert float(facility) == pytest.approx(ends(theirs.energy.value)[which], rel=1e-5)
        assert float(compute("carbon_g", kwh=facility, factor=mix.gwp * 1000)) == pytest.approx(
            ends(theirs.usage.gwp.value)[which] * 1000, rel=1e-5
        )
        assert float(compute("water_litres", it_kwh=it_kwh, litres=litres)) == pytest.approx(
            ends(theirs.usage.wcf.value)[which], rel=1e-5
        )
        hardware = mtok * figures[f"embodied_g_per_mtok_{end}"] + figures[f"embodied_g_per_request_{end}"]
        assert float(hardware) == pytest.approx(ends(theirs.embodied.gwp.value)[which] * 1000, rel=1e-5)


@pytest.mark.parametrize(
    ("seller", "model", "printed"),
    [
        ("openai", "gpt-4o", ("1.4357", "2.3978")),
        ("anthropic", "claude-sonnet-4-5", ("1.4272", "2.4066")),
        ("cohere", "command-a-03-2025", ("0.50831", "0.50831")),
        ("huggingface_hub", "meta-llama/Meta-Llama-3.1-8B-Instruct", ("0.081013", "0.08473")),
        ("huggingface_hub", "meta-llama/Meta-Llama-3.1-70B-Instruct", ("0.59968", "0.62719")),
        ("mistralai", "mistral-large-2512", ("2.7945", "2.7945")),
    ],
)
def test_printed_energy_of_1000_tokens(
    compute: Callable[..., Decimal], seller: str, model: str, printed: tuple[str, str]
) -> None:
    """Wh of a reply of a thousand tokens with the building, to five digits as the reference prints them."""
    from ecologits.tracers.utils import PROVIDER_CONFIG_MAP

    figures = energy_of(seller, model)
    pue = ends(PROVIDER_CONFIG_MAP[seller].datacenter_pue)
    for which, end in enumerate(("low", "high")):
        it_wh = figures[f"wh_per_mtok_{end}"] / 1000 + figures[f"wh_per_request_{end}"]
        wh = compute("facility_kwh", it_kwh=it_wh, pue=pue[which])
        assert f"{float(wh):.5g}" == printed[which]


def test_an_hour_of_an_h100(compute: Callable[..., Decimal]) -> None:
    """At full power: 232 g of use, 6 to 22 g of hardware, 3 to 9 % of all; 16 to 58 % on a clean grid."""
    h100 = next(row for row in rows("accelerators") if row["accelerator"] == "H100-SXM")
    watts = compute("gpu_watts", idle=h100["idle_w"], most=h100["max_w"], utilisation=1, host=0)
    it_kwh = compute("gpu_kwh", hours=1, watts=watts)
    facility = compute("facility_kwh", it_kwh=it_kwh, pue="1.14")
    assert (watts, it_kwh, facility) == (700, Decimal("0.7"), Decimal("0.798"))
    use = compute("carbon_g", kwh=facility, factor=291)
    hardware = [
        compute("embodied_g_per_hour", kg=h100[f"embodied_kg_{end}"], life=h100["lifetime_hours"])
        for end in ("low", "high")
    ]
    assert f"{use:.0f}" == "232"
    assert [f"{grams:.0f}" for grams in hardware] == ["6", "22"]
    assert [f"{grams / (use + grams):.0%}" for grams in hardware] == ["3%", "9%"]
    clean = [compute("carbon_g", kwh=facility, factor=factor) for factor in (40, 20)]
    parts = [grams / (grid + grams) for grid, grams in zip(clean, hardware, strict=True)]
    assert [f"{part:.0%}" for part in parts] == ["16%", "58%"]
    # The eGRID factor of Northern Virginia itself gives the same.
    assert f"{compute('carbon_g', kwh=facility, factor='290.56'):.0f}" == "232"


def test_half_of_the_range_is_the_default(compute: Callable[..., Decimal]) -> None:
    """Idle power counts at any utilisation, and so does the host."""
    assert compute("gpu_watts", idle=60, most=700, utilisation="0.5", host=150) == 530
    assert compute("gpu_watts", idle=60, most=700, utilisation=0, host=0) == 60


def test_a_figure_with_the_building_has_it_once(compute: Callable[..., Decimal]) -> None:
    """From facility energy back to IT energy and again to facility energy nothing is added."""
    it_kwh = compute("it_kwh_of_facility", kwh=120, pue="1.2")
    assert it_kwh == 100
    assert compute("facility_kwh", it_kwh=it_kwh, pue="1.2") == 120


def test_cache_reads_alone_give_a_spread_of_5_6() -> None:
    """An agent's session with 96 % cache reads, the rest fresh input."""
    read = next(row for row in rows("token_energy_factors") if row["token_class"] == "cache_read")
    low, high = (
        Decimal("0.04") + Decimal("0.96") * Decimal(read[f"factor_{end}"]) for end in ("low", "high")
    )
    assert f"{high / low:.1f}" == "5.6"


def test_every_figure_has_source_licence_and_boundary() -> None:
    """None of them is share-alike, and seeds stay small together."""
    shared_alike = re.compile(r"ODbL|BY-SA|AGPL", re.IGNORECASE)
    for path in sorted(SEEDS.glob("*.csv")):
        for row in rows(path.stem):
            assert row["licence"], (path.name, row)
            assert not shared_alike.search(row["licence"]), (path.name, row)
            assert row["known_from"], (path.name, row)
            assert any(row[column] for column in row if column.endswith("source")), (path.name, row)
    assert all(row["boundary"] for row in rows("grid_intensity"))
    assert {row["factor_basis"] for row in rows("grid_intensity")} == {"direct", "lifecycle"}
    counts = [len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "seeds").rglob("*.csv")]
    assert sum(counts) < 50_000


def test_every_source_is_attributed() -> None:
    """The page names each seed of figures, and what asks for attribution."""
    page = (ROOT / "seeds" / "ATTRIBUTION.md").read_text(encoding="utf-8")
    for path in SEEDS.glob("*.csv"):
        assert f"`{path.stem}`" in page
    for name in ("Ember", "Our World in Data", "CC BY 4.0", "ML.ENERGY", "EcoLogits", "SPRUCE"):
        assert name in page


def test_a_refresh_appends_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same package adds nothing; another version adds rows and leaves those that were there."""
    path = tmp_path / appending.SEED
    before = (SEEDS / appending.SEED).read_text(encoding="utf-8")
    path.write_text(before, encoding="utf-8")
    day = date(2099, 1, 1)
    assert refresh(tmp_path, day) == appending.Refreshed(0, 0, 0)
    assert path.read_text(encoding="utf-8") == before
    monkeypatch.setattr(appending, "package_version", lambda: "ecologits 99")
    known = list(appending.token_energies())
    monkeypatch.setattr(appending, "token_energies", lambda: known[1:])
    done = refresh(tmp_path, day)
    assert (done.new, done.changed, done.withdrawn) == (0, len(known) - 1, 1)
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert after.count("ecologits 99") == len(known) - 1
    assert after.count(",true\n") == 1
    with pytest.raises(ValueError, match="after 2098-01-01"):
        refresh(tmp_path, date(2098, 1, 1))
