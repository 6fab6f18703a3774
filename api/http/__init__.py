"""What every request meets: who asks, how it is read and answered, limits, errors."""
