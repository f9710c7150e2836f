import { z } from 'zod'

import { db } from '@/db'
import { subscribers } from '@/db/schema'

const SignUp = z.object({ email: z.email() })

export async function POST(request: Request) {
  const signUp = SignUp.safeParse(await request.json())
  if (!signUp.success) {
    return Response.json({ error: 'Please enter a valid e-mail address.' }, { status: 400 })
  }
  await db.insert(subscribers).values({ email: signUp.data.email }).onConflictDoNothing()
  return Response.json({ ok: true })
}
