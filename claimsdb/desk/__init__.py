"""The review desk without its pages: which claim comes next, what to look at in it, what a second editor says."""
