"""One registry of figures, and what reads it: report, first look, Monday notes, alerts and explain."""
