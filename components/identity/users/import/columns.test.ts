import { expect, it } from 'vitest'
import { guessColumns, namesUsers, toFieldChoices } from './columns'

const choices = toFieldChoices([{ name: 'plan', displayName: 'Price plan', type: 'text', options: [] }])

it('guesses what columns are, each field once', () => {
  const header = ['Login ID', 'E-Mail', 'email', 'First Name', 'customAttributes.plan', 'Shoe size', 'Roles']
  expect(guessColumns(header, choices)).toEqual([
    'loginIds',
    'email',
    null,
    'givenName',
    'customAttributes.plan',
    null,
    'roleNames',
  ])
  expect(guessColumns(['plan', 'price plan'], choices)).toEqual(['customAttributes.plan', null])
})

it('wants a column that names the user', () => {
  expect(namesUsers(['name', null])).toBe(false)
  expect(namesUsers(['name', 'phone'])).toBe(true)
})
