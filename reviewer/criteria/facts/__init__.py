"""What the code of an endpoint does, as plain facts that the criteria share."""
