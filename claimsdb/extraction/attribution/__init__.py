"""Who says what: findings by construction of reporting, and who is behind the words that name a speaker."""
