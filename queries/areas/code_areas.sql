-- one row per area code that an extract may carry: the area of each level that fits it best
with

codes as (
    select
        area_code as code,
        area_code,
        1.0 as share
    from areas
    union all
    select
        code,
        area_code,
        share
    from area_lookup
),

shares as (
    select
        codes.code,
        area_ancestors.ancestor_level,
        area_ancestors.ancestor_code,
        sum(codes.share) as share
    from codes
    inner join area_ancestors on codes.area_code = area_ancestors.area_code
    group by codes.code, area_ancestors.ancestor_level, area_ancestors.ancestor_code
),

ranked as (
    select
        code,
        ancestor_level,
        ancestor_code,
        share,
        row_number() over (
            partition by code, ancestor_level
            order by share desc, ancestor_code asc
        ) as position
    from shares
),

best as (
    select
        code,
        max(case when ancestor_level = 'lsoa' then ancestor_code end) as lsoa_code,
        max(case when ancestor_level = 'msoa' then ancestor_code end) as msoa_code,
        max(case when ancestor_level = 'ward' then ancestor_code end) as ward_code,
        max(case when ancestor_level = 'place' then ancestor_code end) as place_code,
        max(case when ancestor_level = 'district' then ancestor_code end) as district_code,
        -- of a divided older area, the share that the best fit holds
        max(case when ancestor_level = 'ward' then share end) as ward_share,
        max(case when ancestor_level in ('msoa', 'lsoa') then share end) as small_share
    from ranked
    where position = 1
    group by code
),

-- the place and the district follow the ward, so that wards add up to their place
above_ward as (
    select
        area_code as ward_code,
        max(case when ancestor_level = 'place' then ancestor_code end) as place_code,
        max(case when ancestor_level = 'district' then ancestor_code end) as district_code
    from area_ancestors
    group by area_code
)

select
    best.code,
    best.lsoa_code,
    best.msoa_code,
    best.ward_code,
    coalesce(above_ward.place_code, best.place_code) as place_code,
    coalesce(above_ward.district_code, best.district_code) as district_code,
    coalesce(best.ward_share, best.small_share) as share
from best
left join above_ward on best.ward_code = above_ward.ward_code
