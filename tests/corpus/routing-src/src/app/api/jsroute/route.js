export function HEAD(){return new Response()}
export function OPTIONS(){return new Response()}
