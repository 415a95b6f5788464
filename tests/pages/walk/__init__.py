"""The second, slow way to every number of the pages: from the rows of the files in the inbox.

Nothing here imports analysis or reads the warehouse: what both get wrong would be wrong unseen.
"""
