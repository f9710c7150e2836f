export const get = () => Response.json({}); export default function h(){}
