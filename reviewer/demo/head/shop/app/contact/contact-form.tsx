'use client'

import { type FormEvent, useState } from 'react'

export function ContactForm() {
  const [message, setMessage] = useState('')

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const response = await fetch('/api/contact', { method: 'POST', body: JSON.stringify(Object.fromEntries(form)) })
    const result = await response.json()
    setMessage(result.error ?? 'We will answer soon.')
  }

  return (
    <form onSubmit={send}>
      <input type="email" name="email" required aria-label="Your e-mail address" />
      <textarea name="text" required aria-label="Message" />
      <button type="submit">Send</button>
      <p aria-live="polite">{message}</p>
    </form>
  )
}
