import fc from 'fast-check'

// Under CI property tests repeat themselves, so that a change is judged by what it changes; everywhere else each run
// tries new input.
if (process.env.CI) fc.configureGlobal({ seed: 20_260_101 })
