"""Closing: a month's rows are frozen as files, which the warehouse reads instead of computing the month."""

from finops.closing.closings import Closing, closings, current_closings, period_of
from finops.closing.freezing import close_period
from finops.closing.reopening import reopen_period

__all__ = ["Closing", "close_period", "closings", "current_closings", "period_of", "reopen_period"]
