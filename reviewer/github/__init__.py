"""The edge to GitHub: events in, review threads, outputs and exit status out."""
