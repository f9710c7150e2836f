'use client'

import { useActionState } from 'react'

import { updateAddress } from './actions'

type Address = { street: string; city: string; postcode: string }

export function AddressForm({ address }: { address: Address }) {
  const [state, action, pending] = useActionState(updateAddress, { saved: false })
  return (
    <form action={action}>
      <input name="street" defaultValue={address.street} aria-label="Street" />
      <input name="city" defaultValue={address.city} aria-label="City" />
      <input name="postcode" defaultValue={address.postcode} aria-label="Postcode" />
      <button type="submit" disabled={pending}>
        Save
      </button>
      <p aria-live="polite">{state.saved ? 'Saved.' : state.error}</p>
    </form>
  )
}
