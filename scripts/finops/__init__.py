"""The finops command: landing, publishing and reporting around the dbt project."""

__version__ = "0.1.0"
