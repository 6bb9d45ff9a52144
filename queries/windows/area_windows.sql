-- one row per indicator and area of the subject, with a row 'not placed' (area_code '') for each level of small areas
with

compared as (
    select
        period_comparisons.indicator,
        period_comparisons.area_code,
        period_comparisons.level,
        period_comparisons.current_count,
        case
            when period_comparisons.months_missing_previous = 0 then period_comparisons.previous_count
        end as previous_count,
        period_comparisons.change
    from period_comparisons
    inner join indicators
        on period_comparisons.indicator = indicators.indicator
        and period_comparisons.basis = indicators.basis
    inner join measured_areas on period_comparisons.area_code = measured_areas.area_code
    where
        measured_areas.is_subject
        and period_comparisons.strand = ''
        and period_comparisons.months_missing_current = 0
),

district as (
    select * from compared
    where level = 'district'
),

small_totals as (
    select
        indicator,
        level,
        sum(current_count) as current_count,
        sum(previous_count) as previous_count,
        sum(change) as change
    from compared
    where level <> 'district'
    group by indicator, level
)

select
    indicator,
    area_code,
    level,
    current_count,
    previous_count,
    change
from compared

union all

select
    small_totals.indicator,
    '' as area_code,
    small_totals.level,
    cast(district.current_count - small_totals.current_count as bigint) as current_count,
    cast(district.previous_count - small_totals.previous_count as bigint) as previous_count,
    district.change - small_totals.change as change
from small_totals
inner join district on small_totals.indicator = district.indicator
