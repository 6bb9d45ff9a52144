"""Statistics on series: pure functions on Polars frames, many series at once, without input or output.

A monthly frame has the columns `series` (String), `month` (Date, the first day of the month) and `count`; `pool` (String,
names series that are alike) and `exposure` (for example a population) are optional. A null count or an absent row means
that the month is missing, never that nothing happened. What cannot be calculated is a null with a reason beside it.
"""
