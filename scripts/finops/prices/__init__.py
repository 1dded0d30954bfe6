"""List prices: what the pinned price package says, as rows of an append-only seed."""

from finops.prices.refresh import Refreshed, refresh

__all__ = ["Refreshed", "refresh"]
