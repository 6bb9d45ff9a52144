-- one row per standardised indicator, district, period and band of age: events and residents; no band: age not known
with

-- the current period and the one before, where every month is covered
spans as (
    select
        period_comparisons.indicator,
        period_comparisons.area_code,
        windows.period,
        windows.months,
        windows.first_month,
        windows.last_month
    from period_comparisons
    inner join indicators
        on period_comparisons.indicator = indicators.indicator
        and period_comparisons.basis = indicators.basis
    inner join windows on period_comparisons.basis = windows.basis
    inner join assessed_districts on period_comparisons.area_code = assessed_districts.area_code
    where
        period_comparisons.strand = ''
        and case
            when windows.period = 'current' then period_comparisons.months_missing_current
            else period_comparisons.months_missing_previous
        end = 0
),

-- ages in bands that are written otherwise than declared are not known
aged as (
    select
        spans.indicator,
        spans.area_code,
        spans.period,
        standard_bands.first_age,
        count(*) as count
    from spans
    inner join counted_events
        on spans.indicator = counted_events.indicator
        and spans.area_code = counted_events.district_code
        and spans.first_month <= counted_events.month
        and spans.last_month >= counted_events.month
    left join event_ages
        on counted_events.source = event_ages.source
        and counted_events.event_id = event_ages.event_id
    left join standard_bands
        on spans.indicator = standard_bands.indicator
        and (
            event_ages.age_band = standard_bands.age_band
            or (event_ages.age >= standard_bands.first_age and event_ages.age <= standard_bands.last_age)
        )
    where spans.indicator in (select indicator from standard_bands)
    group by spans.indicator, spans.area_code, spans.period, standard_bands.first_age
)

select
    spans.indicator,
    spans.area_code,
    spans.period,
    spans.months,
    standard_bands.age_band,
    standard_bands.first_age,
    standard_bands.last_age,
    standard_bands.standard,
    standard_bands.version,
    residents_of_ages.year,
    residents_of_ages.persons,
    cast(coalesce(aged.count, 0) as bigint) as count
from spans
inner join standard_bands on spans.indicator = standard_bands.indicator
left join residents_of_ages
    on spans.area_code = residents_of_ages.area_code
    and standard_bands.first_age = residents_of_ages.first_age
    and standard_bands.last_age = residents_of_ages.last_age
    and residents_of_ages.sex = ''
left join aged
    on spans.indicator = aged.indicator
    and spans.area_code = aged.area_code
    and spans.period = aged.period
    and standard_bands.first_age = aged.first_age

union all

select
    aged.indicator,
    aged.area_code,
    aged.period,
    spans.months,
    cast(null as varchar) as age_band,
    cast(null as bigint) as first_age,
    cast(null as bigint) as last_age,
    cast(null as double) as standard,
    cast(null as varchar) as version,
    cast(null as bigint) as year,
    cast(null as bigint) as persons,
    cast(aged.count as bigint) as count
from aged
inner join spans
    on aged.indicator = spans.indicator
    and aged.area_code = spans.area_code
    and aged.period = spans.period
where aged.first_age is null
