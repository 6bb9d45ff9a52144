-- one row per indicator and value of its source that it uses
with

wanted_measures as (
    select
        indicator,
        source,
        value
    from indicator_selections
    where field = 'measure'
),

wanted_categories as (
    select
        indicator,
        source,
        value
    from indicator_selections
    where field = 'category'
),

wanted as (
    select
        chosen_sources.indicator,
        chosen_sources.source,
        max(wanted_measures.value) as a_measure,
        max(wanted_categories.value) as a_category
    from chosen_sources
    left join wanted_measures
        on chosen_sources.indicator = wanted_measures.indicator
        and chosen_sources.source = wanted_measures.source
    left join wanted_categories
        on chosen_sources.indicator = wanted_categories.indicator
        and chosen_sources.source = wanted_categories.source
    group by chosen_sources.indicator, chosen_sources.source
)

select
    wanted.indicator,
    series.area_code,
    case
        when indicators.strands = 'category' then coalesce(nullif(series.category, ''), 'not-recorded')
        else ''
    end as strand,
    series.period_start,
    series.period_end,
    series.period_label,
    series.value,
    series.value_mark,
    series.numerator,
    series.denominator,
    series.lower,
    series.upper,
    series.significance
from wanted
inner join indicators on wanted.indicator = indicators.indicator
inner join series on wanted.source = series.source
cross join parameters
left join wanted_measures
    on wanted.indicator = wanted_measures.indicator
    and wanted.source = wanted_measures.source
    and series.measure = wanted_measures.value
left join wanted_categories
    on wanted.indicator = wanted_categories.indicator
    and wanted.source = wanted_categories.source
    and series.category = wanted_categories.value
where
    (wanted.a_measure is null or wanted_measures.value is not null)
    and (wanted.a_category is null or wanted_categories.value is not null)
    -- a period that is not over by the as-at date cannot have been counted
    and series.period_end <= parameters.as_at
