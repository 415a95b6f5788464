"""Reports print: the same answers as PDF and as workbook, in the words of the pages.

`profile` turns an answer into a `document`: sentences, cards, figures and tables, in the language
spoken; `pdf` and `workbook` write a document to bytes. Used by pages and by the command line.
"""
