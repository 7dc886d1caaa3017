import { speakPlainly } from '@/lib/input-messages'

// Tests read what people read: server and pages do the same as they begin.
speakPlainly()
