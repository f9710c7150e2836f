export async function DELETE() {
  return Response.json({});
}
