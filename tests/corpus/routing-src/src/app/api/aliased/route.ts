import { GET as inner } from '../../../lib/handlers'
export { inner as POST }
export type GET = 1
