"""Makes one large file in the shape of a month of street-level crime, the same bytes for the same number of rows."""

from __future__ import annotations

from pathlib import Path

import duckdb

KINDS = (
    "Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs", "Other crime",
    "Other theft", "Possession of weapons", "Public order", "Robbery", "Shoplifting", "Theft from the person",
    "Vehicle crime", "Violence and sexual offences",
)  # fmt: skip
OUTCOMES = (
    "Investigation complete; no suspect identified", "Unable to prosecute suspect", "Under investigation",
    "Awaiting court outcome", "Local resolution",
)  # fmt: skip
PLACES = ("Supermarket", "Parking Area", "Pretoria Road", "Saint Helen's Avenue", "Café Lane", "Petrol Station")
MONTH = "2025-01"


def write_street_file(path: Path, rows: int, encoding: str = "utf-8", month: str = MONTH) -> None:
    """Write that many rows of one month; a row in seven has no id, one in fifty no place."""
    lists = {"kind": KINDS, "outcome": OUTCOMES, "place": PLACES}
    texts = {
        name: "[" + ", ".join("'" + one.replace("'", "''") + "'" for one in of) + "]" for name, of in lists.items()
    }
    query = f"""
        WITH numbers AS (SELECT i, hash(i) AS h, hash(i + 10000000) AS g FROM range({rows}) AS r(i)),
        incidents AS (SELECT *, h % 7 = 0 AS asb, g % 50 = 0 AS nowhere, 1 + g % 1300 AS small FROM numbers)
        SELECT CASE WHEN NOT asb THEN sha256(CAST(i AS VARCHAR)) END AS "Crime ID", '{month}' AS "Month",
            'South Yorkshire Police' AS "Reported by", 'South Yorkshire Police' AS "Falls within",
            CASE WHEN NOT nowhere THEN printf('%.6f', -1.9 + (h % 1000000) / 1e6) END AS "Longitude",
            CASE WHEN NOT nowhere THEN printf('%.6f', 53.3 + (g % 400000) / 1e6) END AS "Latitude",
            CASE WHEN nowhere THEN 'No Location'
                ELSE 'On or near ' || list_extract({texts["place"]}, 1 + CAST(h % {len(PLACES)} AS INTEGER)) END
                AS "Location",
            CASE WHEN NOT nowhere THEN printf('E0100%04d', CAST(7000 + small AS INTEGER)) END AS "LSOA code",
            CASE WHEN NOT nowhere THEN printf('Barnsley %03d%s', CAST(small % 40 AS INTEGER), chr(CAST(65 + small % 6 AS INTEGER))) END
                AS "LSOA name",
            CASE WHEN asb THEN 'Anti-social behaviour'
                ELSE list_extract({texts["kind"]}, 2 + CAST(g % {len(KINDS) - 1} AS INTEGER)) END AS "Crime type",
            CASE WHEN NOT asb THEN list_extract({texts["outcome"]}, 1 + CAST((h // 8) % {len(OUTCOMES)} AS INTEGER)) END
                AS "Last outcome category",
            NULL AS "Context"
        FROM incidents ORDER BY i"""
    duckdb.execute(f"COPY ({query}) TO '{path.as_posix()}' (HEADER)")
    if encoding != "utf-8":
        path.write_bytes(path.read_bytes().decode().encode(encoding))
