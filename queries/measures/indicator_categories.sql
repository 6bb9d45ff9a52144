-- one row per indicator and category x subcategory of its source that it counts
with

kinds as (
    select distinct
        source,
        category,
        subcategory
    from events
),

wanted_categories as (
    select
        indicator,
        source,
        value
    from indicator_selections
    where field = 'category'
),

wanted_subcategories as (
    select
        indicator,
        source,
        value
    from indicator_selections
    where field = 'subcategory'
),

wanted as (
    select
        chosen_sources.indicator,
        chosen_sources.source,
        max(wanted_categories.value) as a_category,
        max(wanted_subcategories.value) as a_subcategory
    from chosen_sources
    left join wanted_categories
        on chosen_sources.indicator = wanted_categories.indicator
        and chosen_sources.source = wanted_categories.source
    left join wanted_subcategories
        on chosen_sources.indicator = wanted_subcategories.indicator
        and chosen_sources.source = wanted_subcategories.source
    group by chosen_sources.indicator, chosen_sources.source
)

select
    wanted.indicator,
    kinds.source,
    kinds.category,
    kinds.subcategory
from wanted
inner join kinds on wanted.source = kinds.source
left join wanted_categories
    on wanted.indicator = wanted_categories.indicator
    and wanted.source = wanted_categories.source
    and kinds.category = wanted_categories.value
left join wanted_subcategories
    on wanted.indicator = wanted_subcategories.indicator
    and wanted.source = wanted_subcategories.source
    and kinds.subcategory = wanted_subcategories.value
where
    -- an indicator that names no category counts them all
    (wanted.a_category is null or wanted_categories.value is not null)
    and (wanted.a_subcategory is null or wanted_subcategories.value is not null)
