"""Published lookups and small-area figures, read from a folder for one district and its peers.

Every file is optional but the first three; each is CSV or gzipped CSV under the name given in `FILES`. Publishers: Office
for National Statistics (lookups, rural-urban classification, population), Ministry of Housing, Communities and Local
Government (English Indices of Deprivation 2025 and 2019), Welsh Government (Welsh Index of Multiple Deprivation 2019).
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from sia.errors import Problem, UserError
from sia.opendata.areas import Place

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

YEARS_OF_AGE = (*map(str, range(90)), "90+")
FILES = {
    "lookup_lsoa21_ward24_ltla24": ("lsoa21_name", "lsoa21_code", "ward24_name", "ward24_code", "ltla24_name", "ltla24_code"),
    "lookup_lsoa11_lsoa21_ltla22": ("lsoa11_code", "change_code", "lsoa21_code"),
    "lookup_ltla24_csp24_pfa24": ("ltla24_code", "ltla24_name", "csp24_name", "pfa24_code", "pfa24_name"),
    "population20_lsoa11_total": ("lsoa11_code", "total_population"),
    "population20_lsoa11_by_age_selected": ("lsoa11_code", *YEARS_OF_AGE),
    "imd2025_england_lsoa21": ("lsoa21_code", "IMD_decile"),
    "imd2019_england_lsoa11": ("lsoa11_code", "IMD_decile"),
    "imd2019_wales_lsoa11": ("lsoa11_code", "IMD_decile"),
    "ruc21_lsoa21": ("lsoa21_code", "ruc"),
}  # fmt: skip
NEEDED = tuple(FILES)[:3]


class Reference:
    """A folder of reference files, opened for questions. Raises UserError for a file or a column that is missing."""

    def __init__(self, folder: Path):
        import duckdb

        self.folder = folder
        self._connection: DuckDBPyConnection = duckdb.connect(":memory:", config={"autoload_known_extensions": False})
        self.present: set[str] = set()
        if problems := [problem for name in FILES if (problem := self._load(name))]:
            raise UserError(*problems)

    def close(self) -> None:
        """Forget what was read."""
        self._connection.close()

    def _load(self, name: str) -> Problem | None:
        import duckdb

        path = next(
            (self.folder / f"{name}{end}" for end in (".csv.gz", ".csv") if (self.folder / f"{name}{end}").is_file()),
            None,
        )
        columns = ", ".join(f'"{column}"' for column in FILES[name])
        empty = ", ".join(f'CAST(NULL AS VARCHAR) AS "{column}"' for column in FILES[name])
        source = (
            f"SELECT {empty} LIMIT 0"
            if path is None
            else f"SELECT {columns} FROM read_csv($path, all_varchar = true, header = true)"
        )
        try:
            self._connection.execute(
                f"CREATE TABLE {name} AS {source}", None if path is None else {"path": path.as_posix()}
            )
        except duckdb.Error:
            return Problem(
                path.name if path else name,
                "the file cannot be read.",
                f"Its columns should be {', '.join(FILES[name])}.",
            )
        if path is not None:
            self.present.add(name)
        elif name in NEEDED:
            return Problem(
                str(self.folder),
                f"there is no {name}.csv or {name}.csv.gz.",
                "docs/open-data.md says where it comes from.",
            )
        return None

    def _rows(self, sql: str, *values: str) -> list[tuple]:
        return self._connection.execute(sql, values).fetchall()

    def districts(self) -> dict[str, str]:
        """Names by which a district can be asked for, each with its code.

        A name is the district's own or the one its LSOAs carry ("Bristol" for "Bristol, City of"), if exactly its LSOAs
        carry it: those of districts that were merged later do not.
        """
        lookup = "lookup_lsoa21_ward24_ltla24"
        named = self._rows(f"SELECT DISTINCT ltla24_name, ltla24_code FROM {lookup} ORDER BY ALL")
        carried = self._rows(
            "SELECT prefix, any_value(ltla24_code) FROM ("
            "SELECT regexp_replace(lsoa21_name, ' [0-9]{3}[A-Z]+$', '') AS prefix, ltla24_code, "
            f"count(*) OVER (PARTITION BY ltla24_code) AS size FROM {lookup}) "
            "GROUP BY prefix HAVING count(DISTINCT ltla24_code) = 1 AND count(*) = max(size) ORDER BY ALL"
        )
        return dict(carried) | dict(named)

    def merged(self) -> dict[str, str]:
        """Former districts and community safety partnerships inside a district of today, each with its name.

        "Scarborough" is now in North Yorkshire, as its LSOAs still say; "Allerdale" is a partnership within Cumberland. A
        name that leads to two districts is left out.
        """
        found = self._rows(
            "SELECT former, any_value(now) FROM ("
            "SELECT regexp_replace(lsoa21_name, ' [0-9]{3}[A-Z]+$', '') AS former, ltla24_name AS now "
            "FROM lookup_lsoa21_ward24_ltla24 UNION ALL SELECT csp24_name, ltla24_name FROM lookup_ltla24_csp24_pfa24) "
            "WHERE former IS NOT NULL GROUP BY former HAVING count(DISTINCT now) = 1 ORDER BY ALL"
        )
        return {former: now for former, now in found if former != now}

    def partnerships(self, district: str) -> dict[str, list[str]]:
        """The community safety partnerships of a district, each with the names of all its districts."""
        found = self._rows(
            "SELECT DISTINCT csp24_name, ltla24_name FROM lookup_ltla24_csp24_pfa24 WHERE csp24_name IN ("
            "SELECT csp24_name FROM lookup_ltla24_csp24_pfa24 WHERE ltla24_code = ?) ORDER BY ALL",
            district,
        )
        partnerships: dict[str, list[str]] = defaultdict(list)
        for partnership, name in found:
            partnerships[partnership].append(name)
        return dict(partnerships)

    def force(self, district: str) -> Place:
        """The police force area of a district. Raises UserError when the lookup does not say."""
        found = self._rows(
            "SELECT DISTINCT pfa24_code, pfa24_name FROM lookup_ltla24_csp24_pfa24 WHERE ltla24_code = ?", district
        )
        if len(found) != 1:
            message = f"the district {district} is in {len(found)} police force areas of lookup_ltla24_csp24_pfa24."
            raise UserError.at(str(self.folder), message, "Use the lookup of 2024.")
        return Place(*found[0])

    def districts_of(self, force: str) -> list[Place]:
        """The districts of a police force area; a district with several partnerships comes once."""
        found = self._rows(
            "SELECT DISTINCT ltla24_code, ltla24_name, pfa24_code FROM lookup_ltla24_csp24_pfa24 "
            "WHERE pfa24_code = ? ORDER BY ltla24_code",
            force,
        )
        return [Place(*row) for row in found]

    def name_of(self, district: str) -> str:
        """A district's own name."""
        return self._rows(
            "SELECT any_value(ltla24_name) FROM lookup_lsoa21_ward24_ltla24 WHERE ltla24_code = ?", district
        )[0][0]

    def wards(self, district: str) -> list[Place]:
        """The wards of 2024 of a district."""
        found = self._rows(
            "SELECT DISTINCT ward24_code, ward24_name, ltla24_code FROM lookup_lsoa21_ward24_ltla24 "
            "WHERE ltla24_code = ? ORDER BY ward24_code",
            district,
        )
        return [Place(*row) for row in found]

    def small_areas(self, district: str) -> list[Place]:
        """The LSOAs of 2021 of a district, each within the ward that fits it best."""
        found = self._rows(
            "SELECT DISTINCT lsoa21_code, lsoa21_name, ward24_code FROM lookup_lsoa21_ward24_ltla24 "
            "WHERE ltla24_code = ? ORDER BY lsoa21_code",
            district,
        )
        return [Place(*row) for row in found]

    def older_areas(self, district: str) -> dict[str, list[str]]:
        """Each 2011 LSOA that reaches into a district, with all 2021 LSOAs that it became, inside or outside."""
        found = self._rows(
            "SELECT DISTINCT lsoa11_code, lsoa21_code FROM lookup_lsoa11_lsoa21_ltla22 WHERE lsoa11_code IN ("
            "SELECT lsoa11_code FROM lookup_lsoa11_lsoa21_ltla22 JOIN lookup_lsoa21_ward24_ltla24 USING (lsoa21_code) "
            "WHERE ltla24_code = ?) ORDER BY ALL",
            district,
        )
        older: dict[str, list[str]] = defaultdict(list)
        for old, new in found:
            older[old].append(new)
        return dict(older)

    def population(self, district: str) -> dict[str, int]:
        """Residents at mid-2020 of the 2011 LSOAs that reach into a district; empty without the file."""
        found = self._rows("SELECT lsoa11_code, total_population FROM population20_lsoa11_total")
        wanted = self.older_areas(district)
        return {code: int(persons) for code, persons in found if code in wanted and persons}

    def ages(self, district: str) -> dict[str, tuple[int, ...]]:
        """The same by year of age, from under 1 to 90 and over, of the areas that the file by age has."""
        wanted = self.older_areas(district)
        found = self._rows("SELECT * FROM population20_lsoa11_by_age_selected")
        return {code: tuple(map(int, ages)) for code, *ages in found if code in wanted and None not in ages}

    def profile(self, district: str) -> dict[str, tuple[str, str]]:
        """Decile of deprivation (1 the most deprived; '' unknown) and 'urban' or 'rural', of each 2021 LSOA.

        Of England by the indices of 2025, or without them those of 2019, which, as those of Wales, are by 2011 LSOA and
        say nothing of one that has changed since.
        """
        found = self._rows(
            "SELECT DISTINCT a.lsoa21_code, coalesce(e.IMD_decile, f.IMD_decile, w.IMD_decile, ''), coalesce(lower(r.ruc), '') "
            "FROM lookup_lsoa21_ward24_ltla24 AS a "
            "LEFT JOIN imd2025_england_lsoa21 AS e ON e.lsoa21_code = a.lsoa21_code "
            "LEFT JOIN imd2019_england_lsoa11 AS f ON f.lsoa11_code = a.lsoa21_code "
            "LEFT JOIN imd2019_wales_lsoa11 AS w ON w.lsoa11_code = a.lsoa21_code "
            "LEFT JOIN ruc21_lsoa21 AS r ON r.lsoa21_code = a.lsoa21_code WHERE a.ltla24_code = ? ORDER BY ALL",
            district,
        )
        return {code: (decile, rural_urban) for code, decile, rural_urban in found}
