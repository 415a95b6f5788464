"""What pages share: filters, charts, tables, words, numbers, status."""
