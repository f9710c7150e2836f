"""Who reaches an endpoint, and how."""
