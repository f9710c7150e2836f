'use client'

import { type FormEvent, useState } from 'react'

export function NewsletterForm() {
  const [message, setMessage] = useState('')

  async function subscribe(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const response = await fetch('/api/newsletter', {
      method: 'POST',
      body: JSON.stringify({ email: form.get('email') }),
    })
    const result = await response.json()
    setMessage(result.error ?? 'Thank you! Your first letter is on its way.')
  }

  return (
    <form onSubmit={subscribe}>
      <label>
        Tea in your inbox <input type="email" name="email" required />
      </label>
      <button type="submit">Sign up</button>
      <p aria-live="polite">{message}</p>
    </form>
  )
}
