-- One row per load × framework × round (month) × unit (province, or branch of it) × statement.
create table if not exists self_assessments (
    load integer, framework varchar, month varchar, province varchar,
    branch varchar, -- null where the province judges itself
    statement varchar, score integer, -- null where it was not judged
    filled_at timestamp
);
insert into self_assessments by name
select
    load, framework, round as month, province, branch, statement, score::integer as score,
    filled_at::timestamp as filled_at
from accepted
order by month, framework, province, branch, statement
