"""Claims out of the database and, as fixtures, back in."""
