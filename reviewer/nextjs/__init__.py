"""Which server entry points Next.js serves from a tree."""
