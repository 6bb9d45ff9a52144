-- one row per indicator, area, strand and period of a rate, a proportion or a level, beside its national benchmark
with

level_rows as (
    select
        indicator_series.*,
        indicators.value as value_kind
    from indicator_series
    inner join indicators on indicator_series.indicator = indicators.indicator
    where indicators.value in ('rate', 'proportion', 'level')
),

-- rows of one strand and period add up, except published rates, of which there is one
by_strand as (
    select
        indicator,
        value_kind,
        area_code,
        strand,
        period_start,
        period_end,
        max(period_label) as period_label,
        case
            when count(*) > count(coalesce(value, numerator)) then null
            when value_kind = 'rate' then max(value)
            when value_kind = 'proportion' and sum(denominator) > 0 then 100.0 * sum(numerator) / sum(denominator)
            when value_kind = 'level' then sum(value)
        end as value,
        max(lower) as lower,
        max(upper) as upper,
        -- what the publisher says of the value beside its benchmark, where it publishes no limits
        max(significance) as significance,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        max(value_mark) as mark
    from level_rows
    group by indicator, value_kind, area_code, strand, period_start, period_end
),

-- a score given strand by strand has their mean as its total; proportions are pooled
totals as (
    select
        indicator,
        value_kind,
        area_code,
        '' as strand,
        period_start,
        period_end,
        max(period_label) as period_label,
        case
            when count(*) > count(value) then null
            when value_kind = 'proportion' then 100.0 * sum(numerator) / sum(denominator)
            when value_kind = 'level' then sum(value) / count(*)
        end as value,
        cast(null as double) as lower,
        cast(null as double) as upper,
        cast(null as varchar) as significance,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        max(mark) as mark
    from by_strand
    where strand <> '' and value_kind <> 'rate'
    group by indicator, value_kind, area_code, period_start, period_end
),

both_kinds as (
    select * from by_strand
    union all
    select * from totals
),

-- codes of the national statistical registers: England, Wales, England and Wales
benchmarks as (
    select
        both_kinds.*,
        case
            when area_code like 'E92%' then 'England'
            when area_code like 'W92%' then 'Wales'
            else 'England and Wales'
        end as benchmark_name
    from both_kinds
    where area_code like 'E92%' or area_code like 'W92%' or area_code like 'K04%'
),

first_benchmark as (
    select
        benchmarks.*,
        row_number() over (
            partition by indicator, strand, period_start, period_end
            order by area_code asc
        ) as position
    from benchmarks
)

select
    both_kinds.indicator,
    both_kinds.area_code,
    coalesce(areas.name, own_name.benchmark_name, both_kinds.area_code) as area_name,
    both_kinds.strand,
    both_kinds.period_start,
    both_kinds.period_end,
    coalesce(
        both_kinds.period_label,
        case
            when first_months.month = last_months.month then first_months.name
            when extract(year from first_months.month) <> extract(year from last_months.month)
                then concat(first_months.name, ' to ', last_months.name)
            when first_months.calendar_month = 1 and last_months.calendar_month = 12
                then cast(extract(year from last_months.month) as varchar)
            else concat(first_months.month_name, ' to ', last_months.name)
        end
    ) as period_label,
    both_kinds.value,
    both_kinds.lower,
    both_kinds.upper,
    both_kinds.significance,
    both_kinds.numerator,
    both_kinds.denominator,
    first_benchmark.value as benchmark,
    first_benchmark.lower as benchmark_lower,
    first_benchmark.upper as benchmark_upper,
    first_benchmark.benchmark_name,
    both_kinds.mark
from both_kinds
left join areas on both_kinds.area_code = areas.area_code
left join first_benchmark
    on both_kinds.indicator = first_benchmark.indicator
    and both_kinds.strand = first_benchmark.strand
    and both_kinds.period_start = first_benchmark.period_start
    and both_kinds.period_end = first_benchmark.period_end
    and both_kinds.area_code <> first_benchmark.area_code
    and first_benchmark.position = 1
left join first_benchmark as own_name
    on both_kinds.indicator = own_name.indicator
    and both_kinds.area_code = own_name.area_code
    and both_kinds.strand = own_name.strand
    and both_kinds.period_start = own_name.period_start
    and both_kinds.period_end = own_name.period_end
left join months as first_months on cast(date_trunc('month', both_kinds.period_start) as date) = first_months.month
left join months as last_months on cast(date_trunc('month', both_kinds.period_end) as date) = last_months.month
order by both_kinds.indicator asc, both_kinds.area_code asc, both_kinds.strand asc, both_kinds.period_start asc
