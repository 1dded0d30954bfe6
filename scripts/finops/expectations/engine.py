"""Great Expectations on DuckDB: an in-memory database with views, suites run inside it, quietly."""

import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

import duckdb

from finops.expectations.suites import Columns, Expectation, NoRows, Result, Suite, Text
from finops.project import FinopsError

_NUMBERS = count(1)


class _DialectName(str):
    """A dialect's name in the shape Great Expectations looks for."""

    @property
    def value(self) -> str:
        return str(self)


@contextmanager
def engine() -> Iterator["Engine"]:
    """Open an engine; its database is gone when the block ends."""
    gx = _import()
    import sqlalchemy

    # A named in-memory database is shared by all connections of this process that give the same settings.
    url = f"duckdb:///:memory:finops_expectations_{os.getpid()}_{next(_NUMBERS)}"
    own = sqlalchemy.create_engine(url)
    try:
        with _quiet():
            context = gx.get_context(mode="ephemeral", project_config=_settings())
            context.variables.progress_bars = {"globally": False}
            connection = own.raw_connection()
            running = Engine(gx, context, url, connection.driver_connection)  # type: ignore[arg-type]
            try:
                yield running
            finally:
                connection.close()
                running.dispose()
    finally:
        own.dispose()


class Engine:
    """`con` is the DuckDB connection to make views on; `run` checks suites of them."""

    def __init__(self, gx: Any, context: Any, url: str, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self._gx = gx
        self._source: Any = None
        self._context = context
        self._url = url
        con.execute("set timezone = 'UTC'; set enable_progress_bar = false")

    def run(self, suites: Sequence[Suite]) -> list[Result]:
        """Run `suites` in order. Raises FinopsError where an expectation cannot be run at all."""
        if self._source is None:
            self._source = self._context.data_sources.add_or_update_sql(
                "finops", connection_string=self._url, create_temp_table=False
            )
        return [result for suite in suites for result in self._run(suite)]

    def dispose(self) -> None:
        """Close the connections Great Expectations opened."""
        if self._source is not None:
            self._source.get_execution_engine().close()
            self._source.get_engine().dispose()

    def _run(self, suite: Suite) -> list[Result]:
        if not suite.expectations:
            return []
        asset = self._source.add_table_asset(suite.title, table_name=suite.relation)
        batch = asset.add_batch_definition_whole_table("whole").get_batch()
        translated = [self._translate(one, number) for number, one in enumerate(suite.expectations)]
        outcome = batch.validate(
            self._gx.ExpectationSuite(name=suite.title, expectations=translated), result_format="COMPLETE"
        )
        # Results come in an order of their own; each carries the number of its expectation.
        numbered = {int(one.expectation_config.meta["number"]): one for one in outcome.results}
        return [_result(suite, one, numbered[number]) for number, one in enumerate(suite.expectations)]

    def _translate(self, one: Expectation, number: int) -> Any:
        core, meta = self._gx.expectations, {"number": number}
        if isinstance(one, NoRows):
            return core.UnexpectedRowsExpectation(unexpected_rows_query=one.query, meta=meta)
        if isinstance(one, Columns):
            return core.ExpectTableColumnsToMatchSet(column_set=list(one.names), exact_match=True, meta=meta)
        if isinstance(one, Text):
            return core.ExpectColumnValueLengthsToEqual(column=one.column, value=one.length, meta=meta)
        return core.ExpectColumnValuesToBeBetween(
            column=one.column, min_value=one.lowest, max_value=one.highest, meta=meta
        )


def _import() -> Any:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with _quiet():
        import great_expectations
        from great_expectations.execution_engine import sqlalchemy_execution_engine as execution

        # Without this, connections to DuckDB are closed before their rows are fetched.
        dialects = execution._PERSISTED_CONNECTION_DIALECTS
        if not any(dialect.value == "duckdb" for dialect in dialects):
            execution._PERSISTED_CONNECTION_DIALECTS = (*dialects, _DialectName("duckdb"))
    return great_expectations


def _settings() -> Any:
    """Return settings that keep everything in memory and make no pages of their own."""
    from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults

    return DataContextConfig(store_backend_defaults=InMemoryStoreBackendDefaults())


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep warnings and log lines of the libraries off the terminal."""
    logger, silence = logging.getLogger("great_expectations"), logging.NullHandler()
    propagates = logger.propagate
    logger.addHandler(silence)
    logger.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.propagate = propagates
        logger.removeHandler(silence)


def _result(suite: Suite, one: Expectation, outcome: Any) -> Result:
    said = outcome.to_json_dict()
    if said["exception_info"].get("raised_exception", True) and not said["result"]:
        raise FinopsError(f"{suite.title}: the expectation '{one.words}' could not be run: {_message(said)}")
    details = said["result"]
    if isinstance(one, NoRows):
        rows, found = details.get("details", {}).get("unexpected_rows", []), details["observed_value"]
        observed = f"{found} found" if found else "none found"
    elif isinstance(one, Columns):
        mismatched = details.get("details", {}).get("mismatched", {})
        rows = [{"column": column, "is": kind} for kind, names in mismatched.items() for column in names]
        found = len(rows)
        observed = f"{len(details['observed_value'])} columns, {found} of them amiss"
    else:
        values = details.get("partial_unexpected_list", [])
        rows, found = (
            [{one.column: value} for value in dict.fromkeys(values)],
            details["unexpected_count"] or 0,
        )
        observed = f"{found} of {details['element_count'] or 0} values amiss"
    return Result(suite.title, one.words, bool(said["success"]), observed, rows, int(found))


def _message(said: dict[str, Any]) -> str:
    information = said["exception_info"]
    inner = [information, *(value for value in information.values() if isinstance(value, dict))]
    message = next(
        (one["exception_message"] for one in inner if one.get("exception_message")), "no reason given"
    )
    return message.splitlines()[0]
