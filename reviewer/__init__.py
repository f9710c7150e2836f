"""route-or-action: reviews whether new Next.js endpoints suit an API route or a server action better."""

__version__ = "0.1.0"
