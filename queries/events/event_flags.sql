-- one row per event and mark that it carries; an event may carry several, so marks add to more than the events
with

hate_strands as (
    select 'race' as flag
    union all
    select 'religion' as flag
    union all
    select 'sexual-orientation' as flag
    union all
    select 'disability' as flag
    union all
    select 'transgender' as flag
)

select
    source,
    event_id,
    'knife' as flag
from stg_police_recorded_crime
where knife

union all

select
    source,
    event_id,
    'domestic-abuse' as flag
from stg_police_recorded_crime
where domestic

union all

select
    source,
    event_id,
    'female-victim' as flag
from stg_police_recorded_crime
where victim_sex = 'female'

union all

select
    stg_hate_incidents.source,
    stg_hate_incidents.event_id,
    hate_strands.flag
from stg_hate_incidents
inner join hate_strands
    on stg_hate_incidents.strand_list like concat('%;', hate_strands.flag, ';%')

union all

select
    source,
    event_id,
    'violence' as flag
from stg_hate_incidents
where violence

union all

select
    source,
    event_id,
    'repeat-victim' as flag
from stg_hate_incidents
where repeat_victim

union all

select
    source,
    event_id,
    'repeat-victim' as flag
from stg_domestic_abuse_incidents
where repeat_victim

union all

select
    source,
    event_id,
    'crime' as flag
from stg_domestic_abuse_incidents
where crime
