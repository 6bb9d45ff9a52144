-- one row per calendar year and severity: casualties of the whole area that the records cover, which they do not name
select
    'road_casualties_coded' as source,
    'casualties' as measure,
    coalesce(severity, '') as category,
    cast(null as varchar) as area_code,
    year_start as period_start,
    year_end as period_end,
    year as period_label,
    cast(count(*) as double) as value,
    cast(null as varchar) as value_mark,
    cast(null as double) as numerator,
    cast(null as double) as denominator,
    cast(null as double) as lower,
    cast(null as double) as upper,
    cast(null as varchar) as significance,
    cast(null as varchar) as note,
    min(source_file) as source_file,
    min(source_row) as source_row
from road_casualties_coded
group by severity, year_start, year_end, year
