"""Files in which others keep articles: feeds, web archives, tables, mails, and the JSON of other tools.

Each gives its records one after the other: what can be read as the fields of a submission, or as the page that it is,
and a fault for what cannot, with the number of the record and the field.
"""
