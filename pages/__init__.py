"""The pages: one file each, read top to bottom like the page itself."""
