"""List prices: what the pinned price package says, as rows of an append-only seed."""

from finops.prices.appending import Refreshed, refresh

__all__ = ["Refreshed", "refresh"]
