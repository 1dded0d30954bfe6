"""Publishing: the public tables of the warehouse become a read-only copy that is swapped in as a whole."""

from finops.publishing.publish import PublishedTable, PublishReport, publish

__all__ = ["PublishReport", "PublishedTable", "publish"]
