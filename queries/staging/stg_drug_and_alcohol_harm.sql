-- one row per measure, area and published period: a rate with its limits
select
    'drug_and_alcohol_harm' as source,
    coalesce(measure, '') as measure,
    '' as category,
    area_code,
    period_start,
    period_end,
    replace(replace(period, ' ', ''), '-', '–') as period_label,
    cast(value as double) as value,
    value_mark,
    cast(null as double) as numerator,
    cast(null as double) as denominator,
    cast(lower as double) as lower,
    cast(upper as double) as upper,
    cast(null as varchar) as significance,
    cast(null as varchar) as note,
    source_file,
    source_row
from drug_and_alcohol_harm
