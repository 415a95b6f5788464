-- One row per load × answer sheet × open question, of the sheets that answer it.
create table if not exists comments (
    load integer, instrument varchar, question varchar,
    sheet bigint,     -- its line in the extract, as in answer_sheets
    branch varchar, province varchar, month varchar, channel varchar, service varchar,
    customer_group varchar,
    comment varchar,  -- in the respondent's words, masked (`etl.personal_data`)
    -- Filled before a version is finished (`etl.theme_counts`):
    folded varchar,   -- as words are compared
    themes varchar[], -- those of data/themes.toml that it mentions
    words varchar[],  -- the entries of that dictionary that stand in it, theme/entry
    weight double, weight_squared double
);
insert into comments by name
select
    * exclude (cell, line), line as sheet,
    null::varchar as folded, null::varchar[] as themes, null::varchar[] as words,
    weight ** 2 as weight_squared
from open_answers
join cells using (cell)
order by question, cell, sheet
