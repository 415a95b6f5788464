-- One row per load × answer sheet × battery, of the sheets with at least one answer in it.
create table if not exists answer_sheets (
    load integer, instrument varchar, battery varchar,
    sheet bigint,    -- its line in the extract: the batteries of one sheet belong together
    branch varchar, province varchar, month varchar, channel varchar, service varchar,
    customer_group varchar,
    items varchar[], -- in the order of the questionnaire as it was at the load
    answers double[], -- one per item, null where there is none, reversed items already turned
    weight double, weight_squared double
);
insert into answer_sheets by name
with collected as (
    select
        cell, line as sheet, weight, weight ** 2 as weight_squared, instrument, battery,
        list(item order by position) as items,
        list(answer order by position) as answers
    from responses
    join answer_columns using (position)
    group by all
    having count(answer) > 0
)
select * exclude (cell)
from collected
join cells using (cell)
order by battery, cell, sheet
