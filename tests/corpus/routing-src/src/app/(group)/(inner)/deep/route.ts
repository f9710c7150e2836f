export let PUT = () => Response.json({}), DELETE = () => Response.json({})
