-- One row per load × battery × scale × branch × month × channel × service × customer group × score.
-- Those without weight are a row of their own, since some sums leave them out.
create table if not exists scores (
    load integer, instrument varchar, battery varchar,
    scale varchar,   -- a subscale, a component, or total
    branch varchar, province varchar, month varchar, channel varchar, service varchar,
    customer_group varchar,
    score double,    -- a respondent's mean over the items of the scale
    respondents bigint, weight double, weight_squared double
);
insert into scores by name
with counted as (
    select
        cell, instrument, battery, scale, score,
        count(*) as respondents, sum(weight) as weight, sum(weight ** 2) as weight_squared
    from sheet_scores
    group by cell, instrument, battery, scale, score, weight > 0
    order by battery, scale, cell, score
)
select * exclude (cell)
from counted
join cells using (cell)
