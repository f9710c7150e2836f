"""Pure functions from a review to what people and programs read."""
