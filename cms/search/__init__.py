"""The town's one search page: lectures of the year, courses and articles together. Reads only."""
