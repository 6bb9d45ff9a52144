-- one row per indicator, area, strand and basis: two periods side by side
with

current_period as (
    select * from window_counts
    where period = 'current'
),

previous_period as (
    select * from window_counts
    where period = 'previous'
),

-- three years are scaled to the length of one, like periods are left as they are
paired as (
    select
        current_period.indicator,
        current_period.area_code,
        current_period.level,
        current_period.strand,
        current_period.basis,
        current_period.count as current_count,
        previous_period.count as previous_count,
        case
            when current_period.months = previous_period.months then cast(previous_period.count as double)
            else cast(previous_period.count as double) * current_period.months / previous_period.months
        end as like_for_like,
        current_period.months_missing as months_missing_current,
        previous_period.months_missing as months_missing_previous,
        case
            when current_period.months_missing = 0 and previous_period.months_missing = 0 then 1
            else 0
        end as is_complete
    from current_period
    inner join previous_period
        on current_period.indicator = previous_period.indicator
        and current_period.area_code = previous_period.area_code
        and current_period.strand = previous_period.strand
        and current_period.basis = previous_period.basis
)

select
    indicator,
    area_code,
    level,
    strand,
    basis,
    current_count,
    previous_count,
    case when is_complete = 1 then current_count - like_for_like end as change,
    -- as official statistics do, no percentage on a base below 50
    case
        when is_complete = 1 and like_for_like >= 50 then 100.0 * (current_count - like_for_like) / like_for_like
    end as change_percent,
    months_missing_current,
    months_missing_previous
from paired
order by indicator asc, area_code asc, strand asc, basis asc
