"""The relations desk: pairs of claims side by side, decided by the table of `claimsdb.questions.actions`."""
