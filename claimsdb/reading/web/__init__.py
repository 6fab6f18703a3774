"""What a web page says of itself, and which of it is believed: its headline, its writers, its day, its publisher."""
