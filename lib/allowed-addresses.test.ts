import { expect, test } from 'vitest'
import { isAllowedRedirect } from './allowed-addresses'

const allowed = ['https://app.example.com/done', 'http://localhost:5173']

test.each([
  'https://app.example.com/done',
  'https://app.example.com/done/',
  'https://app.example.com/done/here?x=1#y',
  'https://APP.example.com:443/done',
  'http://localhost:5173/anything',
  'http://localhost:5173',
])('%s is allowed', (address) => {
  expect(isAllowedRedirect(address, allowed)).toBe(true)
})

test.each([
  'https://app.example.com/donedeal',
  'https://app.example.com/',
  'https://app.example.com/done/../other',
  'https://app.example.com/done/%2e%2e/other',
  'https://app.example.com/done%2f..%2fother',
  'https://app.example.com/done/..%5cother',
  'http://app.example.com/done',
  'https://app.example.com:444/done',
  'https://app.example.com.evil.example/done',
  'https://app.example.com@evil.example/done',
  'https://user@app.example.com/done',
  'https://evil.example/https://app.example.com/done',
  'javascript:alert(1)',
  'data:text/html,x',
  '//app.example.com/done',
  '/done',
  '',
])('%s is not', (address) => {
  expect(isAllowedRedirect(address, allowed)).toBe(false)
})

test('nothing is allowed by an empty list', () => {
  expect(isAllowedRedirect('https://app.example.com/done', [])).toBe(false)
})
