"""ETL: the only part that writes. Data flows down: reading, mappings, contract, load, publish."""
