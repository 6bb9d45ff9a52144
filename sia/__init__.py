"""Partnership intelligence assessment engine.

Agency extracts go in, DuckDB SQL turns them into indicator trends, rules propose a rating for each
priority with its reasons, and Quarto documents make the assessment that boards and scrutiny committees read.
"""

__version__ = "0.1.0"
