"""The checks of an extract: what each is called and means, and those that look at whole files.

`catalogue.toml` has every check with its severity, in words for people. Cells and rows are checked
where their contract is (`etl.contract`, `etl.sources`, `etl.row_query`); what only all rows
together can show is looked for by the modules of `whole_file/`.
"""
