-- one row per local authority and period of the measures that fit a priority, of the several hundred in the file
with

-- the file labels the calendar year in which a year's count ended, and three calendar years by the first and the last
chosen as (
    select
        local_authority_indicators.*,
        substring(years, 1, 4) as first_year,
        case
            when length(years) = 7 then concat(substring(years, 1, 2), substring(years, 6, 2))
            else years
        end as last_year
    from local_authority_indicators
    where
        (measure = 'first-time-entrants' and length(years) = 4)
        or (measure = 'children-killed-or-seriously-injured' and length(years) = 7)
)

select
    'local_authority_indicators' as source,
    measure,
    '' as category,
    -- of first-time entrants England's value is the sum of the regions' rates, and no rate: it is no benchmark
    case
        when area_code = 'England' and measure = 'first-time-entrants' then 'England, sum of rates'
        when area_code = 'England' then 'E92000001'
        else area_code
    end as area_code,
    cast(concat(first_year, '-01-01') as date) as period_start,
    cast(concat(last_year, '-12-31') as date) as period_end,
    case when first_year = last_year then years else concat(first_year, ' to ', last_year) end as period_label,
    value,
    value_mark,
    cast(null as double) as numerator,
    cast(null as double) as denominator,
    cast(null as double) as lower,
    cast(null as double) as upper,
    cast(null as varchar) as significance,
    cast(null as varchar) as note,
    source_file,
    source_row
from chosen
