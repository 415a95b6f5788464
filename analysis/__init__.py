"""Answers to managers' questions, read from the published marts.

One module per question, found by being in this folder with a function `ask`. A question reads
through `analysis.marts`, the one door, which applies the reader's scope and the rule of small
numbers; its formulas are the pure functions of `analysis.statistics`; it returns an
`analysis.answer.Answer`.
"""
