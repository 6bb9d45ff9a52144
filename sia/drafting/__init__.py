"""Looks at an example of an agency's extract and drafts what is needed to read it: a contract, queries, a next step."""

from sia.drafting.draft import unfinished
from sia.drafting.new_source import NewSource, draft_source

__all__ = ["NewSource", "draft_source", "unfinished"]
