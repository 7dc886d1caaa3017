import { type MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view'

/** Colours what a decorator matches, in what is seen of the text. */
export function decorate(decorator: MatchDecorator) {
  return ViewPlugin.define(
    (view) => {
      const plugin = {
        decorations: decorator.createDeco(view),
        update(update: ViewUpdate) {
          plugin.decorations = decorator.updateDeco(update, plugin.decorations)
        },
      }
      return plugin
    },
    { decorations: (plugin) => plugin.decorations },
  )
}
