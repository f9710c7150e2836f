const h = () => Response.json({}); export { h as GET, h as 'PATCH' }
