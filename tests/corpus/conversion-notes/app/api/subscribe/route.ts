import { store } from '@/lib/store'

export const POST = async (req: Request) => {
  const form = await req.formData()
  const email = form.get('email')

  if (typeof email !== 'string' || !email.includes('@')) {
    return new Response(null, { status: 422 })
  }

  store.subscribers.push(email)
  return Response.json({ count: store.subscribers.length }, { status: 201 })
}
