"""List prices: the seeds say what the package says, and usage costs what its calculator says."""

import csv
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from genai_prices import Usage, calc_price
from genai_prices.data import providers
from genai_prices.types import ModelInfo

from finops.prices import list_prices, refresh
from finops.prices.appending import NAMES, PRICES
from finops.prices.list_prices import Slot
from running_dbt import Dbt, make_home

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "reference"
TWELVE = Decimal("1e-12")
COUNT = 10_000
Costs = dict[int, list[tuple[str, Decimal | None, str | None]]]
# The package's words of the token classes that a price may be told of.
WORDS = {
    "input": (), "cache_read": ("cache_read_tokens",), "cache_write": ("cache_write_tokens",),
    "cache_write_5m": ("cache_write_tokens", "cache_write_5m_tokens"),
    "cache_write_1h": ("cache_write_tokens", "cache_write_1h_tokens"), "output": (),
    "reasoning": ("output_reasoning_tokens",),
}  # fmt: skip
TIERS = {"standard": {}, "batch": {"processing": "batch"}, "flex": {"service_tier": "flex"}}
PRICED = {
    "Anthropic": "anthropic", "OpenAI": "openai", "Google Cloud": "google", "Microsoft": "azure",
    "Amazon Web Services": "aws", "DeepSeek": "deepseek", "Mistral": "mistral", "xAI": "x-ai",
}  # fmt: skip


def held(folder: Path) -> list[dict[str, str]]:
    with open(folder / PRICES, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_seeds_say_what_the_package_says(tmp_path: Path) -> None:
    """A refresh finds nothing, so nobody wrote into the seeds by hand and the pinned version is theirs."""
    for name in (PRICES, NAMES):
        shutil.copy(SEEDS / name, tmp_path / name)
    before = (tmp_path / PRICES).read_bytes(), (tmp_path / NAMES).read_bytes()
    done = refresh(tmp_path, date(2999, 1, 1))
    assert (done.new, done.changed, done.withdrawn) == (0, 0, 0)
    assert ((tmp_path / PRICES).read_bytes(), (tmp_path / NAMES).read_bytes()) == before


def test_a_refresh_appends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed price, a new one and one that the package no longer has are rows behind those there were."""
    refresh(tmp_path, date(2026, 1, 1))
    before = (tmp_path / PRICES).read_text(encoding="utf-8")
    first, second, *others = list_prices.list_prices()
    changed = list_prices.ListPrice(first.slot, first.valid_from, Decimal("0.25"), first.priced_as)
    slot = Slot("p", "m", "standard", "standard", "tokens", "input", 1, 0, "", "")
    new = list_prices.ListPrice(slot, "", Decimal(0), "x")
    monkeypatch.setattr("finops.prices.appending.list_prices", lambda: [changed, *others, new])
    done = refresh(tmp_path, date(2026, 2, 1))
    assert (done.new, done.changed, done.withdrawn) == (1, 1, 1)
    after = (tmp_path / PRICES).read_text(encoding="utf-8")
    assert after.startswith(before)
    rows = held(tmp_path)[-3:]
    assert [(row["model_ref"], row["price"], row["is_withdrawn"]) for row in rows] == [
        (first.slot.model_ref, "0.25", "false"), ("m", "0", "false"), (second.slot.model_ref, "", "true"),
    ]  # fmt: skip
    assert refresh(tmp_path, date(2026, 3, 1)).changed == 0
    with pytest.raises(ValueError, match="after 2026-01-01"):
        refresh(tmp_path, date(2026, 1, 1))


@dataclass
class Use:
    """A request as the package is asked about it, and as rows of core.fct_token_usage have it."""

    number: int
    provider_name: str
    model_name: str
    tier: str
    day: date
    tokens: dict[str, int]

    @property
    def inputs(self) -> int:
        return sum(count for name, count in self.tokens.items() if name not in ("output", "reasoning"))


def drawn(count: int) -> list[Use]:
    """Draw requests over models that are sold, tiers, days and token classes; one in twenty as it comes."""
    of = random.Random(7)
    models = [
        (name, model)
        for name, provider_id in PRICED.items()
        for provider in providers
        if provider.id == provider_id
        for model in provider.models
        if provider.find_model(model.id) is model
    ]
    uses = []
    for number in range(count):
        name, model = of.choice(models)
        is_any = of.random() < 0.05
        contexts = [one.when for one in model.price_variants or ()]
        tiers = [tier for tier, context in TIERS.items() if is_any or not context or context in contexts]
        classes = [one for one in WORDS if is_any or one != "cache_write_1h" or _has_hours(model)]
        tokens = {one: of.randrange(1, 400_000) for one in classes if of.random() < 0.5} or {"input": 7}
        day = date(2025, 1, 1) + timedelta(days=of.randrange(700))
        uses.append(Use(number, name, model.id, of.choice(tiers), day, tokens))
    return uses


def _has_hours(model: ModelInfo) -> bool:
    prices = model.prices if isinstance(model.prices, list) else [model]
    return all("cache_write_1h_mtok" in vars(one.prices) for one in prices)


def asked(use: Use) -> Decimal:
    """Return what the package's calculator says."""
    provider = next(one for one in providers if one.id == PRICED[use.provider_name])
    context = TIERS[use.tier]
    counts: Counter[str] = Counter({"input_tokens": use.inputs})
    counts["output_tokens"] = use.tokens.get("output", 0) + use.tokens.get("reasoning", 0)
    for token_class, words in WORDS.items():
        for word in words:
            counts[word] += use.tokens.get(token_class, 0)
    moment = datetime.combine(use.day, datetime.min.time(), UTC)
    price = calc_price(
        Usage(**{word: count for word, count in counts.items() if count}),
        model_ref=use.model_name,
        provider_id=provider.id,
        genai_request_timestamp=moment,
        price_context=context or None,
    )
    return price.total_price


def explained(use: Use) -> str:
    """Return why the warehouse and the package differ on a request, `unexplained` where no kind is known."""
    provider = next(one for one in providers if one.id == PRICED[use.provider_name])
    model = provider.find_model(use.model_name)
    context = TIERS[use.tier]
    if context and not any(one.when == context for one in model.price_variants or ()):
        return "the package charges the standard price for a tier it does not know"
    moment = datetime.combine(use.day, datetime.min.time(), UTC)
    starts = [one.constraint for one in model.price_variants or () if one.when == context]
    if context and not any(one is None or one.active(moment) for one in starts):
        return "the package charges the standard price before its first price of the tier"
    if any("TimeOfDate" in type(one.constraint).__name__ for one in _conditions(model)):
        return "the day does not say the hour"
    priced = set(vars(model.get_prices(moment, context or None)))
    if not {"output_mtok", "output_text_mtok"} & priced and {"output", "reasoning"} & set(use.tokens):
        return "the package charges nothing for a class without a price"
    if not {"input_mtok", "input_text_mtok"} & priced:
        return "the package charges nothing for a class without a price"
    if "cache_write_1h" in use.tokens and "cache_write_1h_mtok" not in priced:
        return "the package charges an hour's cache write as one of five minutes"
    return "unexplained"


def _conditions(model: ModelInfo) -> list:
    return [*(model.prices if isinstance(model.prices, list) else ()), *(model.price_variants or ())]


SELECTED = (
    "bridge_price_book_models", "dim_token_prices", "dim_ai_model", "int_usage_prices", "fct_priced_usage",
)  # fmt: skip


@pytest.fixture(scope="module")
def priced(
    tmp_path_factory: pytest.TempPathFactory, dbt_of: Callable[[Path], Dbt], empty: Callable[[], Path]
) -> Dbt:
    """A project in which the drawn requests are usage that counts, priced."""
    home = make_home(tmp_path_factory.mktemp("priced"))
    shutil.copy(empty(), warehouse_of(home))
    rows = [
        (
            f"{use.number}|{token_class}", use.day, f"{use.day:%Y-%m}", use.provider_name, use.model_name,
            use.tier, f"{use.inputs - 1}-{use.inputs}" if use.inputs else "0-1", token_class, count,
        )
        for use in drawn(COUNT)
        for token_class, count in use.tokens.items()
    ]  # fmt: skip
    columns = (
        "token_usage_id, usage_date, billing_period, provider_name, model_name, service_tier, context_window,"
        " token_class, quantity"
    )
    source = home / "rows.csv"
    with open(source, "w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    with duckdb.connect(str(warehouse_of(home))) as con:
        con.execute(
            "insert into core.fct_token_usage by name select *, 'tokens' as usage_unit, 'provider_usage' as"
            " usage_origin, 'counts' as usage_role from read_csv(?, header = false, names = ?)",
            [str(source), columns.split(", ")],
        )
    dbt = dbt_of(home)
    dbt("run", "-s", *SELECTED).check()
    return dbt


def warehouse_of(home: Path) -> Path:
    return home / "warehouse" / "ai_finops.duckdb"


@pytest.fixture(scope="module")
def costs(priced: Dbt) -> Costs:
    """Rows (token class, list cost, reason) of unit_economics.fct_priced_usage by drawn request.

    Of a cache write of unstated duration the cost is the lower end of its range.
    """
    found: Costs = defaultdict(list)
    with duckdb.connect(str(warehouse_of(priced.home)), read_only=True) as con:
        for name, token_class, cost, reason in con.execute(
            "select token_usage_id, token_class,"
            " case when reason = 'cache_duration_unknown' then lowest_list_cost else list_cost end, reason"
            " from unit_economics.fct_priced_usage"
        ).fetchall():
            found[int(name.split("|")[0])].append((token_class, cost, reason))
    assert sum(map(len, found.values())) == sum(len(use.tokens) for use in drawn(COUNT))
    return found


def test_usage_costs_what_the_package_calculates(costs: Costs) -> None:
    """On ten thousand requests, to the last of twelve places; each difference is of a kind named above."""
    kinds: Counter[str] = Counter()
    unlike = []
    for use in drawn(COUNT):
        theirs = asked(use)
        ours = sum(cost or 0 for _, cost, _ in costs[use.number])
        # The package charges a cache write of unstated duration as the cheapest.
        is_whole = all(reason in (None, "cache_duration_unknown") for _, _, reason in costs[use.number])
        if is_whole and abs(ours - theirs) <= len(use.tokens) * TWELVE:
            kinds["equal"] += 1
        else:
            kind = explained(use)
            kinds[kind] += 1
            unlike += [(use, costs[use.number], theirs)] if kind == "unexplained" else []
    assert not unlike, (len(unlike), unlike[:3], kinds)
    assert kinds["equal"] > COUNT * 7 // 10, kinds


def test_a_later_list_moves_no_closed_month(priced: Dbt, costs: Costs) -> None:
    """A list of twice the prices, known after a month was closed: the month stands, all others double."""
    closed, _ = Counter(f"{use.day:%Y-%m}" for use in drawn(COUNT)).most_common(1)[0]
    folder = priced.home / "closed" / closed / "v1"
    folder.mkdir(parents=True)
    (folder / "close.json").write_text(
        f'{{"billing_period": "{closed}", "version": 1, "closed_at": "2998-12-31 00:00:00",'
        ' "project_version": "0", "content_md5": "", "previous_version": null, "files": []}'
    )

    def known() -> dict[bool, tuple]:
        with duckdb.connect(str(warehouse_of(priced.home)), read_only=True) as con:
            return {
                is_closed: (total, md5)
                for is_closed, total, md5 in con.execute(
                    "select billing_period = ?, sum(list_cost),"
                    " md5(string_agg(token_usage_id || coalesce(list_cost::varchar, reason), ',' order by"
                    " token_usage_id)) from unit_economics.fct_priced_usage group by 1",
                    [closed],
                ).fetchall()
            }

    before = known()
    with duckdb.connect(str(warehouse_of(priced.home))) as con:
        con.execute(
            "insert into reference.token_list_prices"
            " select * replace (price * 2 as price, date '2999-01-01' as known_from)"
            " from reference.token_list_prices where not is_withdrawn"
        )
    priced("run", "-s", *SELECTED).check()
    after = known()
    assert after[True] == before[True]
    assert before[True][0] > 0
    assert after[False][0] > before[False][0] * Decimal("1.9")
