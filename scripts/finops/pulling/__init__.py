"""Pulling usage and cost reports from the vendors' own APIs."""
