-- One row per load × battery × scale × branch × month × channel × service × customer group × score.
create table if not exists scores (
    load integer, instrument varchar, battery varchar,
    scale varchar,   -- a subscale, a component, or total
    branch varchar, province varchar, month varchar, channel varchar, service varchar,
    customer_group varchar,
    score double,    -- a respondent's mean over the items of the scale
    respondents bigint, weight double, weight_squared double
);
insert into scores by name
with scaled as (
    select *, unnest(list_distinct(['total', subscale, component])) as scale
    from responses
    where battery <> 'overall'
),
scored as (
    select
        load, instrument, battery, scale, respondent, branch, province, month, channel, service,
        customer_group, weight,
        -- Rounded so that equal means stay equal whatever the order of the sum.
        round(avg(answer), 9) as score
    from scaled
    where scale is not null
    group by all
    -- A mean over less than half of the items says little of the scale.
    having count(answer) * 2 >= count(*) and count(answer) > 0
)
select
    load, instrument, battery, scale, branch, province, month, channel, service, customer_group,
    score,
    count(*) as respondents,
    sum(coalesce(weight, 1)) as weight,
    sum(coalesce(weight, 1) ** 2) as weight_squared
from scored
group by all
order by month, battery, scale, province, branch, channel, service, customer_group, score
