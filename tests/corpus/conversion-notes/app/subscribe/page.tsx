'use client'

import { type FormEvent, useState } from 'react'

export default function Page() {
  const [message, setMessage] = useState('')

  const subscribe = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const response = await fetch('/api/subscribe', { method: 'POST', body: data })
    if (response.ok) {
      const { count } = await response.json()
      setMessage(`Subscribers: ${count}`)
    } else {
      setMessage('Refused')
    }
  }

  return (
    <form onSubmit={subscribe}>
      <input name="email" />
      <button>Subscribe</button>
      <output>{message}</output>
    </form>
  )
}
