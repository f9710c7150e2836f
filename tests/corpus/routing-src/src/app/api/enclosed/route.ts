const wrap =
  (handler: () => Response) =>
  () =>
    handler();
export const GET = wrap(() => Response.json({}));
export var POST = GET;
