"""All figures, by id: what the report shows and `finops explain` knows."""

from finops.reporting.catalogue import ownership, spend, units, watch
from finops.reporting.figure import by_id

FIGURES = by_id((*spend.FIGURES, *ownership.FIGURES, *units.FIGURES, *watch.FIGURES))
