-- one row per financial year and strand: hate crimes in England and Wales without the Metropolitan Police
select
    'hate_crime_national' as source,
    'hate-crimes-without-the-metropolitan-police' as measure,
    coalesce(strand, '') as category,
    'K04000001' as area_code,
    period_start,
    period_end,
    period as period_label,
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
from hate_crime_national
