import { expect, it } from 'vitest'
import { componentGroups, componentLabels, newComponent, placeOf, summarise } from './components'

it('offers every component once', () => {
  expect(componentGroups.flatMap((group) => group.types).toSorted()).toEqual(Object.keys(componentLabels).toSorted())
})

it('gives a new component a name or id that is free', () => {
  const first = newComponent('email', [])
  expect(first).toMatchObject({ name: 'email' })
  expect(newComponent('email', [first])).toMatchObject({ name: 'email2' })
  const submit = newComponent('button', [])
  expect(submit).toMatchObject({ id: 'submit', variant: 'primary' })
  expect(newComponent('button', [submit])).toMatchObject({ id: 'button', variant: 'secondary' })
})

it('keeps the buttons last', () => {
  const heading = newComponent('heading', [])
  const button = newComponent('button', [])
  expect(placeOf(newComponent('email', []), [heading, button])).toBe(1)
  expect(placeOf(button, [heading, button])).toBe(2)
  expect(placeOf(heading, [])).toBe(0)
})

it('says what a component is', () => {
  expect(summarise({ type: 'checkbox', name: 'a', label: '' })).toBe('a')
  expect(summarise({ type: 'heading', text: 'Who?' })).toBe('Who?')
})
