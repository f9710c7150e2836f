import { z } from 'zod'

import { sendMail } from '@/lib/mail'

const Message = z.object({ email: z.email(), text: z.string().trim().min(1).max(5000) })

// route-or-action: keep -- the landing pages of our campaigns, which another team hosts, will post here
export async function POST(request: Request) {
  const message = Message.safeParse(await request.json())
  if (!message.success) return Response.json({ error: 'Please write a message.' }, { status: 400 })
  await sendMail('hello@teahouse.example', `Message from ${message.data.email}`, message.data.text)
  return Response.json({ ok: true })
}
