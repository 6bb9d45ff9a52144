-- one row per domestic homicide review, counted when it was commissioned
select
    'domestic_homicide_reviews' as source,
    coalesce(nullif(review_reference, ''), concat(source_file, ' row ', cast(source_row as varchar))) as event_id,
    'review' as kind,
    coalesce(status, '') as category,
    '' as subcategory,
    cast(null as date) as occurred_on,
    commissioned_on as recorded_on,
    cast(date_trunc('month', commissioned_on) as date) as month,
    cast(null as varchar) as ward_code,
    cast(null as varchar) as lsoa_code,
    true as whole_district,
    cast(null as varchar) as victim_key,
    cast(null as boolean) as repeat_victim,
    cast(null as boolean) as violence,
    true as domestic,
    cast(null as varchar) as outcome,
    cast(null as double) as harm_weight,
    source_file,
    source_row
from domestic_homicide_reviews
