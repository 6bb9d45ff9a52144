-- one row per small area (LSOA) of the subject: its fifth of deprivation (1 the most deprived), urban or rural
select
    areas.area_code,
    -- deciles 1 and 2 of all small areas in the nation are its most deprived fifth
    coalesce(cast(cast(floor((area_profile.imd_decile + 1) / 2.0) as integer) as varchar), '') as deprivation,
    lower(coalesce(area_profile.rural_urban, '')) as rural_urban
from areas
inner join area_ancestors on areas.area_code = area_ancestors.area_code
inner join parameters on area_ancestors.ancestor_code = parameters.district_code
inner join area_profile on areas.area_code = area_profile.area_code
where
    areas.level = 'lsoa'
    and (areas.valid_to is null or areas.valid_to >= parameters.newest_month)
