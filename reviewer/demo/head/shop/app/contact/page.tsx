import { ContactForm } from './contact-form'

export default function ContactPage() {
  return (
    <>
      <h1>Write to us</h1>
      <ContactForm />
    </>
  )
}
