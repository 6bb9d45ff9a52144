-- one row per area that is measured: the districts, and of the subject its places and its wards (else MSOAs and LSOAs)
with

districts as (
    select * from assessed_districts
),

within_subject as (
    select
        areas.area_code,
        areas.level,
        areas.name,
        areas.parent_code,
        districts.area_code as district_code
    from areas
    inner join area_ancestors on areas.area_code = area_ancestors.area_code
    inner join districts on area_ancestors.ancestor_code = districts.area_code
    cross join parameters
    where
        districts.is_subject
        and areas.level <> 'district'
        and (areas.valid_to is null or areas.valid_to >= parameters.newest_month)
),

wards_known as (
    select count(*) as wards
    from within_subject
    where level = 'ward'
)

select
    areas.area_code,
    areas.level,
    areas.name,
    areas.parent_code,
    areas.area_code as district_code,
    districts.is_subject
from areas
inner join districts on areas.area_code = districts.area_code

union all

select
    within_subject.area_code,
    within_subject.level,
    within_subject.name,
    within_subject.parent_code,
    within_subject.district_code,
    true as is_subject
from within_subject
cross join wards_known
where
    within_subject.level = 'place'
    or (within_subject.level = 'ward' and wards_known.wards > 0)
    or (within_subject.level in ('msoa', 'lsoa') and wards_known.wards = 0)
