"""Expectations: what must hold of a staged delivery at the door and of a published candidate at the exit.

Great Expectations runs them inside DuckDB; it is imported when a suite runs, because that takes seconds.
"""
