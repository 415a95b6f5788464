-- One row per load × branch × month × channel × service × customer group × duration bucket.
create table if not exists request_durations (
    load integer, branch varchar, province varchar, month varchar, channel varchar,
    service varchar, customer_group varchar,
    -- Seconds from submitted to completed in [1.05^bucket, 1.05^(bucket + 1)), -1: under a second.
    bucket smallint,
    requests bigint
);
insert into request_durations by name
with durations as (
    select *, epoch(completed_at - submitted_at) as seconds
    from accepted
    where status = 'completed'
)
select
    load, branch, province, month, channel, service, customer_group,
    case when seconds < 1 then -1 else floor(ln(seconds) / ln(1.05)) end::smallint as bucket,
    count(*) as requests
from durations
group by all
order by month, province, branch, channel, service, customer_group, bucket
