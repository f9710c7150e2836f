import { Resend } from 'resend'

const resend = new Resend(process.env.RESEND_API_KEY)

export async function sendMail(to: string, subject: string, text: string) {
  const { error } = await resend.emails.send({ from: 'Teahouse <hello@teahouse.example>', to, subject, text })
  if (error) throw new Error(error.message)
}
