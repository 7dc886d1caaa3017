/** A person who signs in to the console, as the rest of the code sees them. */
export interface Operator {
  id: string
  name: string
  email: string
  /** The instance owner creates projects and may do everything in each. */
  isOwner: boolean
}
