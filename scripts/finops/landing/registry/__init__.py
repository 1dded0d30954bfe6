"""One module per vendor: how its exports are recognised, dated, scoped, restated and checked.

To add a source, add a module (or an entry to its vendor's) whose `SOURCES` holds it, and a contract CSV per
table.
"""
