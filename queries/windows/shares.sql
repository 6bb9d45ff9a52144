-- one row per indicator, strand and period of its own basis: the strand's share of the district's total
with

district_counts as (
    select
        window_counts.indicator,
        window_counts.strand,
        window_counts.period,
        window_counts.count,
        window_counts.months_missing
    from window_counts
    inner join indicators
        on window_counts.indicator = indicators.indicator
        and window_counts.basis = indicators.basis
    cross join parameters
    where window_counts.area_code = parameters.district_code
),

totals as (
    select
        indicator,
        period,
        count
    from district_counts
    where strand = '' and months_missing = 0
)

select
    district_counts.indicator,
    district_counts.strand,
    district_counts.period,
    district_counts.count,
    case when totals.count > 0 then 1.0 * district_counts.count / totals.count end as share
from district_counts
inner join totals
    on district_counts.indicator = totals.indicator
    and district_counts.period = totals.period
where district_counts.strand <> ''
order by district_counts.indicator asc, district_counts.period asc, district_counts.strand asc
