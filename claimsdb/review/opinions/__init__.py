"""Second opinions: verdicts that are put to another editor, who is not shown the first, and how far the two agree."""
