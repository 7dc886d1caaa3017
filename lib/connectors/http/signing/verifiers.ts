import { HMAC_HEADER } from './hmac-header'
import { type SignatureElement, TIMESTAMP_HEADER } from './signature-template'

/** The languages of the verifiers, in the order they are offered. */
export const verifierLanguages = ['node', 'python', 'go'] as const
export type VerifierLanguage = (typeof verifierLanguages)[number]

export const verifierLabels: Record<VerifierLanguage, string> = { node: 'Node', python: 'Python', go: 'Go' }

// Longer than clocks are apart, shorter than a recorded request is of use.
const MAX_AGE_SECONDS = 300

/** A function, ready to be copied, that tells whether a request was signed over these elements with the secret. */
export function writeVerifier(language: VerifierLanguage, elements: readonly SignatureElement[]): string {
  const timed = elements.some((element) => element.type === 'header' && element.name === TIMESTAMP_HEADER)
  return writers[language](elements, timed)
}

const writers: Record<VerifierLanguage, (elements: readonly SignatureElement[], timed: boolean) => string> = {
  node: (elements, timed) => `import { createHmac, timingSafeEqual } from 'node:crypto'

// request: the IncomingMessage; body: its bytes as they arrived, in a Buffer.
export function verify(request, body, secret) {
  const expected = createHmac('sha256', secret)
${elements.map((element) => `    .update(${nodeValue(element)})`).join('\n')}
    .digest()
  const given = Buffer.from(request.headers['${HMAC_HEADER}'] ?? '', 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false
${
  timed
    ? `  // An old request may be a recorded one.
  return Math.abs(Date.now() / 1000 - Number(request.headers['${TIMESTAMP_HEADER}'])) <= ${MAX_AGE_SECONDS}`
    : '  return true'
}
}
`,
  python: (elements, timed) => `import base64
import hashlib
import hmac
${timed ? 'import time\n' : ''}

# uri: path and query as they arrived; headers: a mapping that takes lower-case names; body: bytes.
def verify(method, uri, headers, body, secret):
    mac = hmac.new(secret.encode(), digestmod=hashlib.sha256)
${elements.map((element) => `    mac.update(${pythonValue(element)})`).join('\n')}
    expected = base64.b64encode(mac.digest())
    given = (headers.get("${HMAC_HEADER}") or "").encode("latin-1")
    if not hmac.compare_digest(given, expected):
        return False
${
  timed
    ? `    # An old request may be a recorded one.
    return abs(time.time() - int(headers.get("${TIMESTAMP_HEADER}"))) <= ${MAX_AGE_SECONDS}`
    : '    return True'
}
`,
  go: (elements, timed) => `package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"${timed ? '\n\t"strconv"\n\t"time"' : ''}
)

// Verify tells whether a request was signed with the secret; body is what was read of r.Body.
func Verify(r *http.Request, body []byte, secret string) bool {
	mac := hmac.New(sha256.New, []byte(secret))
${elements.map((element) => `	mac.Write(${goValue(element)})`).join('\n')}
	given, err := base64.StdEncoding.DecodeString(r.Header.Get("${HMAC_HEADER}"))
	if err != nil || !hmac.Equal(given, mac.Sum(nil)) {
		return false
	}
${
  timed
    ? `	// An old request may be a recorded one.
	sent, err := strconv.ParseInt(r.Header.Get("${TIMESTAMP_HEADER}"), 10, 64)
	age := time.Since(time.Unix(sent, 0))
	return err == nil && age.Abs() <= ${MAX_AGE_SECONDS}*time.Second`
    : '	return true'
}
}
`,
}

// Node and Python give header values as Latin-1 text; what is signed are their bytes.
function nodeValue(element: SignatureElement): string {
  switch (element.type) {
    case 'method':
      return 'request.method'
    case 'uri':
      // Routers of Express and its like cut what they are mounted at off the latter.
      return 'request.originalUrl ?? request.url'
    case 'body':
      return 'body'
    case 'header':
      return `request.headers[${element.name.includes("'") ? JSON.stringify(element.name) : `'${element.name}'`}] ?? '', 'latin1'`
  }
}

function pythonValue(element: SignatureElement): string {
  switch (element.type) {
    case 'method':
      return 'method.encode()'
    case 'uri':
      return 'uri.encode()'
    case 'body':
      return 'body'
    case 'header':
      return `(headers.get(${JSON.stringify(element.name)}) or "").encode("latin-1")`
  }
}

function goValue(element: SignatureElement): string {
  switch (element.type) {
    case 'method':
      return '[]byte(r.Method)'
    case 'uri':
      return '[]byte(r.RequestURI)'
    case 'body':
      return 'body'
    case 'header':
      // net/http moves this one out of the headers.
      return element.name === 'host' ? '[]byte(r.Host)' : `[]byte(r.Header.Get(${JSON.stringify(element.name)}))`
  }
}
