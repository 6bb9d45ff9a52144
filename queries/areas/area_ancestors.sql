-- one row per area and area that holds it, the area itself included
with

own as (
    select
        area_code,
        area_code as ancestor_code,
        level as ancestor_level,
        parent_code as next_code
    from areas
),

parents as (
    select
        own.area_code,
        areas.area_code as ancestor_code,
        areas.level as ancestor_level,
        areas.parent_code as next_code
    from own
    inner join areas on own.next_code = areas.area_code
),

grandparents as (
    select
        parents.area_code,
        areas.area_code as ancestor_code,
        areas.level as ancestor_level,
        areas.parent_code as next_code
    from parents
    inner join areas on parents.next_code = areas.area_code
),

great_grandparents as (
    select
        grandparents.area_code,
        areas.area_code as ancestor_code,
        areas.level as ancestor_level,
        areas.parent_code as next_code
    from grandparents
    inner join areas on grandparents.next_code = areas.area_code
),

-- a small area, its ward, place, district and force are five steps
widest as (
    select
        great_grandparents.area_code,
        areas.area_code as ancestor_code,
        areas.level as ancestor_level,
        areas.parent_code as next_code
    from great_grandparents
    inner join areas on great_grandparents.next_code = areas.area_code
),

chain as (
    select * from own
    union all
    select * from parents
    union all
    select * from grandparents
    union all
    select * from great_grandparents
    union all
    select * from widest
)

select
    area_code,
    ancestor_code,
    ancestor_level
from chain
