export function proxy(){ }
export const config = { matcher: '/never' }
