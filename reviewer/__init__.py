"""route-or-action: reviews whether new Next.js endpoints suit an API route or a server action better."""

__version__ = "1.0.0"
REPOSITORY = "route-or-action/route-or-action"  # on github.com; after a change, `make docs` writes it everywhere
