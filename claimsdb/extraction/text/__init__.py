"""An article as a parser sees it: passages, grammar, quotation marks, borders of a stretch of content."""
