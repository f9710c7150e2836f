import { currentCustomer } from '@/lib/session'

import { AddressForm } from './address/address-form'

export default async function AccountPage() {
  const customer = await currentCustomer()
  return (
    <>
      <h1>Your account</h1>
      <p>{customer.email}</p>
      <AddressForm address={customer} />
    </>
  )
}
