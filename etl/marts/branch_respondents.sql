-- One row per load × battery × branch × month: `respondents`, summed over the rest.
-- Sheets without an answer or weight stay apart. The order is as in branch_answers.
create table if not exists branch_respondents (
    load integer, instrument varchar, battery varchar, branch varchar, province varchar,
    month varchar,
    respondents bigint, answered bigint, weight double, weight_squared double
);
insert into branch_respondents by name
select
    load, instrument, battery, branch, province, month,
    sum(respondents)::bigint as respondents,
    sum(answered)::bigint as answered,
    sum(weight order by weight) as weight,
    sum(weight_squared order by weight_squared) as weight_squared
from respondents as cells
semi join summed on cells.load = summed.load and cells.month is not distinct from summed.month
group by load, instrument, battery, branch, province, month, answered > 0, weight > 0
order by battery, month, province, branch
