/** What the form of one action's settings gets. */
export interface ActionFieldsProps<Settings> {
  settings: Settings
  /** `name`: a whole change, to be undone by itself; absent while typing. */
  onChange: (settings: Settings, name?: string) => void
}
