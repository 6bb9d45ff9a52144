-- one row per indicator, area, strand, basis and window: the count, and how many of its months are missing
with

spans as (
    select
        indicator,
        case frequency when 'quarterly' then 3 when 'annual' then 12 else 1 end as months_a_row
    from indicators
),

numbered as (
    select
        measures.indicator,
        measures.area_code,
        measures.level,
        measures.strand,
        measures.count,
        spans.months_a_row,
        extract(year from measures.month) * 12 + extract(month from measures.month) as first_number
    from measures
    inner join spans on measures.indicator = spans.indicator
),

numbered_windows as (
    select
        basis,
        period,
        months,
        extract(year from first_month) * 12 + extract(month from first_month) as first_number,
        extract(year from last_month) * 12 + extract(month from last_month) as last_number
    from windows
),

-- a quarter counts in a window that holds the whole of it
inside as (
    select
        numbered.indicator,
        numbered.area_code,
        numbered.level,
        numbered.strand,
        numbered_windows.basis,
        numbered_windows.period,
        sum(numbered.count) as count,
        sum(numbered.months_a_row) as months_known
    from numbered
    inner join numbered_windows
        on numbered.first_number >= numbered_windows.first_number
        and numbered.first_number + numbered.months_a_row - 1 <= numbered_windows.last_number
    group by
        numbered.indicator,
        numbered.area_code,
        numbered.level,
        numbered.strand,
        numbered_windows.basis,
        numbered_windows.period
),

measured as (
    select distinct
        indicator,
        area_code,
        level,
        strand
    from measures
)

select
    measured.indicator,
    measured.area_code,
    measured.level,
    measured.strand,
    windows.basis,
    windows.period,
    cast(inside.count as bigint) as count,
    windows.months,
    cast(windows.months - coalesce(inside.months_known, 0) as integer) as months_missing
from measured
cross join windows
left join inside
    on measured.indicator = inside.indicator
    and measured.area_code = inside.area_code
    and measured.strand = inside.strand
    and windows.basis = inside.basis
    and windows.period = inside.period
