import { residentBytes, type Server } from './children'
import { applyLoad, type Load } from './load'
import { median } from './statistics'

const SAMPLE_EVERY_MS = 20

/**
 * How much the process's resident memory grows over the second half of so many calls: the middle of the last tenth
 * over that of the tenth around the half, because single samples fall before or after a collection.
 * @returns 0.01 for one percent; null where the system does not tell
 */
export async function measureMemory({ pid }: Server, load: Load, calls: number): Promise<number | null> {
  const samples: { count: number; bytes: number }[] = []
  let count = 0
  const timer = setInterval(() => {
    const bytes = residentBytes(pid)
    if (bytes !== null) samples.push({ count, bytes })
  }, SAMPLE_EVERY_MS)
  try {
    await applyLoad(load, { calls }, (answered) => {
      count = answered
    })
  } finally {
    clearInterval(timer)
  }
  const between = (from: number, to: number) =>
    median(
      samples.filter((sample) => sample.count >= from * calls && sample.count <= to * calls).map(({ bytes }) => bytes),
    )
  const growth = between(0.9, 1) / between(0.45, 0.55) - 1
  return Number.isFinite(growth) ? growth : null
}
