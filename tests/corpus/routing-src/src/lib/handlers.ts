export async function GET(){return Response.json({})}
export const POST = GET
export const helper = 1
