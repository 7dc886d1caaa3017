import { notFound } from 'next/navigation'

// So that an unknown address inside a project keeps the project's frame.
export default function MissingPage() {
  notFound()
}
