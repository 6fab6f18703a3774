"""What editors and scripts send: bodies read strictly, preconditions, and what is refused."""
