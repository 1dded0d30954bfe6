"""The registry of sources, gathered from the modules of `finops.landing.registry`."""

from importlib import import_module
from pkgutil import iter_modules

from finops.landing import registry
from finops.landing.source_types import Source, Table

__all__ = ["SOURCES", "Source", "Table"]

SOURCES: dict[str, Source] = {
    source.name: source
    for module in sorted(found.name for found in iter_modules(registry.__path__))
    for source in import_module(f"{registry.__name__}.{module}").SOURCES
}
