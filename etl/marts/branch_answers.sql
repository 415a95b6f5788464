-- One row per load × battery × item × branch × month × answer: `answers`, summed over the rest.
-- Cells without weight stay apart, since some sums leave them out. In an order of their own, the
-- sums of weights are the same to the last bit however cells came.
create table if not exists branch_answers (
    load integer, instrument varchar, battery varchar, item varchar, branch varchar,
    province varchar, month varchar,
    answer double,
    respondents bigint, weight double, weight_squared double
);
insert into branch_answers by name
select
    load, instrument, battery, item, branch, province, month, answer,
    sum(respondents)::bigint as respondents,
    sum(weight order by weight) as weight,
    sum(weight_squared order by weight_squared) as weight_squared
from answers as cells
semi join summed on cells.load = summed.load and cells.month is not distinct from summed.month
group by load, instrument, battery, item, branch, province, month, answer, weight > 0
order by battery, item, month, province, branch, answer
