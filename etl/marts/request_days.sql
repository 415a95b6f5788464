-- One row per load × province × day × channel.
create table if not exists request_days (
    load integer, province varchar, month varchar, day date, channel varchar,
    requests bigint,
    failed bigint
);
insert into request_days by name
select
    load, province, month, submitted_at::date as day, channel,
    count(*) as requests,
    count(*) filter (status = 'failed') as failed
from accepted
group by all
order by day, province, channel
