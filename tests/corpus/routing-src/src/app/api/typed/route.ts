import { type POST } from '../../../lib/handlers'
export type { POST }
export const DELETE: () => Response = () => Response.json({})
