const MAY_HOLD = /[.%]|[^ -~]/

/** Whether a path holds a `.` or `..` segment in any encoding. Runs in a browser too. */
export function hasDotSegment(path: string): boolean {
  // Without a dot, an escape that may become one or a character that may be normalized to one there is none.
  if (!MAY_HOLD.test(path)) return false
  return path.split('/').some((segment) => isDotted(segment))
}

// A third party or a proxy before it may decode once more than it should, take an escaped slash for one, cut off a path
// parameter, or read the overlong UTF-8 form of a dot: a value that comes to a dot segment on any such way is refused.
function isDotted(segment: string): boolean {
  let text = segment
  for (let round = 0; round < 6; round++) {
    const pieces = text.normalize('NFKC').split(/[/\\]/)
    if (pieces.some((piece) => /^\.{1,2}(;|$)/.test(piece.trim()))) return true
    const decoded = decodeOnce(text)
    if (decoded === text) return false
    text = decoded
  }
  // Escaped more than six times over: nobody means well by that.
  return true
}

function decodeOnce(text: string): string {
  return text.replace(/%c0%ae/gi, '.').replace(/(?:%[0-9a-f]{2})+/gi, (codes) => {
    const bytes = codes
      .slice(1)
      .split('%')
      .map((code) => Number.parseInt(code, 16))
    return new TextDecoder().decode(Uint8Array.from(bytes))
  })
}
