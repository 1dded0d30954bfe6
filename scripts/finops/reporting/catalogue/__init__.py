"""All figures, by id: FIGURES are on the page; `finops explain` knows those of notes and alerts too."""

from finops.reporting.catalogue import alerts, carbon, notes, ownership, spend, units, watch
from finops.reporting.figure import by_id

FIGURES = by_id((*spend.FIGURES, *ownership.FIGURES, *units.FIGURES, *watch.FIGURES, *carbon.FIGURES))
EXPLAINED = FIGURES | by_id((*notes.NOTES, *alerts.ALERTS))
