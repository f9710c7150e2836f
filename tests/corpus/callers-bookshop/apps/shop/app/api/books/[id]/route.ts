export async function GET() {
  return Response.json({});
}
export async function PATCH() {
  return Response.json({});
}
export async function DELETE() {
  return Response.json({});
}
