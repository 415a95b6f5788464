"""Pure formulas: arrays in, values out; no SQL, no files. Undefined values are NaN."""
