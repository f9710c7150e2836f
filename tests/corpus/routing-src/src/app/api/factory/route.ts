const make = () => ({ GET: () => Response.json({}), POST: () => Response.json({}) });
export const { GET, ...others } = make();
export const [PUT] = [() => Response.json({})];
