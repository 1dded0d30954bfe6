"""The demo: exports of an invented company in the providers' own formats, the same on every run."""

from finops.demo.generating import generate

__all__ = ["generate"]
