"""Articles that editors bring into the admin: read, shown as they would be, and taken in once that is right."""
