-- one row per published or reported value: source, measure, category, area and period
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_national_referral_mechanism
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_cuckooing_reports
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_exploitation_risk
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_drug_and_alcohol_harm
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_youth_justice
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_reoffending
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_asylum_dispersal
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_prevent_referrals
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_inclusion_self_assessment
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_resident_survey
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_fly_tipping_national
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_public_health_rates
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_drug_poisoning_deaths
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_local_authority_indicators
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_hate_crime_national
union all
select
    source,
    measure,
    category,
    area_code,
    period_start,
    period_end,
    period_label,
    value,
    value_mark,
    numerator,
    denominator,
    lower,
    upper,
    significance,
    note,
    source_file,
    source_row
from stg_road_casualties_coded
