"""What an analyst's desk asks of etl: files that wait, what they would change, mappings, templates.

Everything here reads and loads through the same functions as the command line.
"""
