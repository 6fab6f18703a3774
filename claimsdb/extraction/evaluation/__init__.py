"""How near an extractor comes to people who read the same article."""
