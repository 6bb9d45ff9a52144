-- one row per indicator and event that it counts, in the month in which it counts
with

with_flags_wanted as (
    select distinct
        indicator,
        source
    from indicator_selections
    where field = 'flag'
),

flagged as (
    select distinct
        indicator_selections.indicator,
        event_flags.source,
        event_flags.event_id
    from indicator_selections
    inner join event_flags
        on indicator_selections.source = event_flags.source
        and indicator_selections.value = event_flags.flag
    where indicator_selections.field = 'flag'
),

selected as (
    select
        indicator_categories.indicator,
        events.source,
        events.event_id,
        case
            when indicators.counted_by = 'occurred' then coalesce(events.occurred_month, events.month)
            else events.month
        end as month,
        -- the day that the month is the month of; an event counted by when it happened has none where that is not known
        case
            when indicators.counted_by = 'occurred' or events.recorded_on is null then events.occurred_on
            else events.recorded_on
        end as counted_on,
        case
            when indicators.counted_by = 'occurred' or events.recorded_on is null then 'happened'
            else 'recorded'
        end as counted_on_is,
        events.district_code,
        events.place_code,
        events.ward_code,
        events.msoa_code,
        events.lsoa_code,
        case
            when indicators.strands = 'category' then coalesce(nullif(events.category, ''), 'not-recorded')
            when indicators.strands = 'subcategory' then coalesce(nullif(events.subcategory, ''), 'not-recorded')
        end as strand
    from indicator_categories
    inner join indicators on indicator_categories.indicator = indicators.indicator
    inner join events
        on indicator_categories.source = events.source
        and indicator_categories.category = events.category
        and indicator_categories.subcategory = events.subcategory
    inner join assessed_districts on events.district_code = assessed_districts.area_code
)

select selected.*
from selected
cross join parameters
left join with_flags_wanted
    on selected.indicator = with_flags_wanted.indicator
    and selected.source = with_flags_wanted.source
left join flagged
    on selected.indicator = flagged.indicator
    and selected.source = flagged.source
    and selected.event_id = flagged.event_id
where
    selected.month <= parameters.newest_month
    and (with_flags_wanted.indicator is null or flagged.event_id is not null)
