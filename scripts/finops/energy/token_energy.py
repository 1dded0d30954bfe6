"""What ecologits says of each model it knows: IT energy and embodied carbon of output tokens and requests.

The package's result is a straight line over output tokens: a part per token, and where it knows how long
a model takes until the first token a part per request. Asking it for two sizes of request gives both. A PUE
of 1 and a grid of nothing leave what is wanted: the energy at the plug of the server.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.metadata import version
from math import inf

PACKAGE = "ecologits"
TOKENS = 1000
PLACES = Decimal("0.000000000001")


@dataclass(frozen=True)
class TokenEnergy:
    """Energy and embodied carbon of one model; low and high are equal where its size is published."""

    seller: str
    model_ref: str
    wh_per_mtok_low: Decimal
    wh_per_mtok_high: Decimal
    wh_per_request_low: Decimal
    wh_per_request_high: Decimal
    embodied_g_per_mtok_low: Decimal
    embodied_g_per_mtok_high: Decimal
    embodied_g_per_request_low: Decimal
    embodied_g_per_request_high: Decimal
    is_size_published: bool

    def middle(self, measure: str) -> Decimal:
        """Return the middle of the package's range: the package itself names no best value."""
        low, high = (getattr(self, f"{measure}_{end}") for end in ("low", "high"))
        return ((low + high) / 2).quantize(PLACES)


@cache
def package_version() -> str:
    """Return name and version of the package, as the seed states its source."""
    return f"{PACKAGE} {version(PACKAGE)}"


def token_energies() -> Iterator[TokenEnergy]:
    """Yield what the package says of each model and alias it knows, by seller and name."""
    from ecologits.model_repository import models

    for model in sorted(models.list_models(), key=lambda one: (one.provider.value, one.name)):
        yield _energy(model)


def _energy(model) -> TokenEnergy:
    ends = _ends(model.architecture.parameters)
    parts: list[list[float]] = [[], [], [], []]
    for active, total in ends:
        one, two = (_results(model, active, total, count * TOKENS) for count in (1, 2))
        for which in (0, 1):
            parts[2 * which].append((two[which] - one[which]) * 1_000_000 / TOKENS * 1000)
            parts[2 * which + 1].append((2 * one[which] - two[which]) * 1000)
    return TokenEnergy(
        model.provider.value,
        model.name,
        *(end for values in parts for end in _range(values)),
        is_size_published=not any("arch" in warning.code for warning in model.warnings or []),
    )


def _ends(parameters) -> list[tuple[float, float]]:
    """Return active and all parameters, in billions, at both ends of what the package supposes."""
    active = getattr(parameters, "active", parameters)
    total = getattr(parameters, "total", parameters)
    ends = [tuple(getattr(size, end, size) for size in (active, total)) for end in ("min", "max")]
    return ends if ends[0] != ends[1] else ends[:1]


def _results(model, active: float, total: float, tokens: int) -> tuple[float, float]:
    """Return IT energy in kWh and embodied carbon in kg of one request with so many output tokens."""
    from ecologits.impacts.llm import compute_llm_impacts_dag

    found = compute_llm_impacts_dag(
        model_active_parameter_count=active,
        model_total_parameter_count=total,
        output_token_count=tokens,
        request_latency=inf,
        if_electricity_mix_adpe=0,
        if_electricity_mix_pe=0,
        if_electricity_mix_gwp=0,
        if_electricity_mix_wue=0,
        datacenter_pue=1,
        datacenter_wue=0,
        tps=model.deployment.tps if model.deployment else None,
        ttft=model.deployment.ttft if model.deployment else None,
    )
    return found["request_energy"], found["request_embodied_gwp"]


def _range(values: list[float]) -> tuple[Decimal, Decimal]:
    exact = [Decimal(repr(max(value, 0.0))).quantize(PLACES) for value in values]
    return min(exact), max(exact)
