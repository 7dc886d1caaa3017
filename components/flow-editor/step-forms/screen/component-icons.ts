import {
  CircleAlert,
  Hash,
  Heading,
  KeyRound,
  ListChecks,
  type LucideIcon,
  Mail,
  MousePointerClick,
  SquareCheck,
  TextCursorInput,
  Type,
} from 'lucide-react'
import type { ComponentType } from '@/lib/steps/screen/schema'

export const componentIcons: Readonly<Record<ComponentType, LucideIcon>> = {
  heading: Heading,
  text: Type,
  'text-input': TextCursorInput,
  email: Mail,
  password: KeyRound,
  number: Hash,
  checkbox: SquareCheck,
  select: ListChecks,
  button: MousePointerClick,
  error: CircleAlert,
}
