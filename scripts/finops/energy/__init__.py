"""Energy per token of models: what the pinned package ecologits computes, as rows of an append-only seed."""

from finops.energy.appending import Refreshed, refresh

__all__ = ["Refreshed", "refresh"]
