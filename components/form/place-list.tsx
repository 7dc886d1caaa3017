const MOST_PLACES = 50

/** What is wrong with a file, by the path of each place. */
export function PlaceList({ places }: { places: readonly { path: string; message: string }[] }) {
  return (
    <ul className="mt-1 grid gap-1.5">
      {places.slice(0, MOST_PLACES).map(({ path, message }) => (
        <li key={path}>
          <code className="break-all font-mono text-fg text-xs">{path}</code>
          <span className="block">{message}</span>
        </li>
      ))}
      {places.length > MOST_PLACES ? <li>{places.length - MOST_PLACES} more</li> : null}
    </ul>
  )
}
