"""Reading TypeScript and JavaScript: parsed sources, bindings, module resolution. Knows nothing of Next.js."""
