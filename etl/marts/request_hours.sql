-- One row per load × branch × month × channel × weekday × hour.
create table if not exists request_hours (
    load integer, branch varchar, province varchar, month varchar, channel varchar,
    weekday tinyint, -- of the submission, Saturday 0 … Friday 6
    hour tinyint,    -- in which it was submitted, 0 … 23
    requests bigint
);
insert into request_hours by name
select
    load, branch, province, month, channel,
    ((dayofweek(submitted_at) + 1) % 7)::tinyint as weekday,
    hour(submitted_at)::tinyint as hour,
    count(*) as requests
from accepted
group by all
order by month, province, branch, channel, weekday, hour
