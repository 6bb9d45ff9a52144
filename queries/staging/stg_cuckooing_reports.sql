-- one row per date and district: addresses flagged as taken over by others
select
    'cuckooing_reports' as source,
    '' as measure,
    '' as category,
    area_code,
    as_at as period_start,
    as_at as period_end,
    cast(null as varchar) as period_label,
    cast(value as double) as value,
    value_mark,
    cast(null as double) as numerator,
    cast(null as double) as denominator,
    cast(null as double) as lower,
    cast(null as double) as upper,
    cast(null as varchar) as significance,
    cast(null as varchar) as note,
    source_file,
    source_row
from cuckooing_reports
