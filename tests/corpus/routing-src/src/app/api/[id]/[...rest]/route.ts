export const { GET, POST: PUT, nested: { DELETE } } = { GET: () => Response.json({}), POST: () => Response.json({}), nested: { DELETE: () => Response.json({}) } }
