-- One row per load × battery × scale × branch × month: `scores` as the sums that means are made of.
-- y is the distance of a score from `about`, the lowest of its row, so that nothing is lost to
-- rounding where all scored alike. The rest is as in branch_answers.
create table if not exists branch_score_sums (
    load integer, instrument varchar, battery varchar, scale varchar, branch varchar,
    province varchar, month varchar,
    about double,
    respondents bigint, plain_total double, plain_squares double,           -- Σ1, Σy, Σy²
    weight double, total double, squares double,                            -- Σw, Σwy, Σwy²
    weight_squared double, inner_total double, inner_squares double         -- Σw², Σw²y, Σw²y²
);
insert into branch_score_sums by name
with levels as (
    select
        load, instrument, battery, scale, branch, province, month, weight > 0 as weighed, score,
        sum(respondents)::bigint as respondents,
        sum(weight order by weight) as weight,
        sum(weight_squared order by weight_squared) as weight_squared
    from scores as cells
    semi join summed
        on cells.load = summed.load and cells.month is not distinct from summed.month
    group by all
),
distances as (
    select *, min(score) over cell as about, score - min(score) over cell as y
    from levels
    window cell as (
        partition by load, instrument, battery, scale, branch, province, month, weighed
    )
)
select
    load, instrument, battery, scale, branch, province, month, about,
    sum(respondents)::bigint as respondents,
    sum(respondents * y order by y) as plain_total,
    sum(respondents * y * y order by y) as plain_squares,
    sum(weight order by y) as weight,
    sum(weight * y order by y) as total,
    sum(weight * y * y order by y) as squares,
    sum(weight_squared order by y) as weight_squared,
    sum(weight_squared * y order by y) as inner_total,
    sum(weight_squared * y * y order by y) as inner_squares
from distances
group by load, instrument, battery, scale, branch, province, month, about, weighed
order by battery, scale, month, province, branch
