-- One row per load × questionnaire × panel (month) × expert × factor.
create table if not exists expert_ratings (
    load integer, instrument varchar, month varchar, province varchar,
    branch varchar, -- always null: an expert speaks for no branch
    expert varchar, item varchar, essential varchar, relevance double, importance double
);
insert into expert_ratings by name
select
    load, instrument, panel as month, province, null::varchar as branch, expert, item, essential,
    relevance::double as relevance, importance::double as importance
from accepted
order by month, instrument, province, expert, item
