"""The three pages as a reader meets them: a real server and Chromium, numbers from the files."""
