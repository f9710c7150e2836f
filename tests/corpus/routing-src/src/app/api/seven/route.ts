export const GET = async () => Response.json({});
export const HEAD = GET,
  OPTIONS = GET;
export function POST() {
  return Response.json({});
}
export { GET as PUT, POST as DELETE };
export async function PATCH() {
  return Response.json({});
}
export const maxDuration = 5;
