"""Questions, the claims that answer them and how claims stand to each other: what editors decide of it, what the
machine proposes, and whether the answers agree, as it is kept with every write. No HTTP, no pages.

`actions` is the table of what may be done, `links` does it; `claimsdb.agreement` has the rules without a database.
"""
