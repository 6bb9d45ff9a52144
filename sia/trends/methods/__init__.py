"""The methods of this room, one entry each, as the methods page prints them. Results name their method by these ids."""

from __future__ import annotations

from sia.trends.methods.comparing import GROUP as COMPARING
from sia.trends.methods.few_events import GROUP as FEW_EVENTS
from sia.trends.methods.method import Group, Method
from sia.trends.methods.over_time import GROUP as OVER_TIME
from sia.trends.methods.places import GROUP as PLACES
from sia.trends.methods.rates_and_shares import GROUP as RATES_AND_SHARES
from sia.trends.methods.watching_the_data import GROUP as WATCHING_THE_DATA
from sia.trends.methods.year_ahead import GROUP as YEAR_AHEAD

#: In the order of the methods page.
GROUPS: tuple[Group, ...] = (COMPARING, RATES_AND_SHARES, OVER_TIME, YEAR_AHEAD, PLACES, FEW_EVENTS, WATCHING_THE_DATA)
METHODS: dict[str, Method] = {method.id: method for group in GROUPS for method in group.methods}

__all__ = ["GROUPS", "METHODS", "Group", "Method"]
